"""The pure parts of the benchmark: arithmetic, tables, the file. What it measures is no test's matter."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from benchmarks.bursts import burst_of
from benchmarks.dmoj_judge import complaint
from benchmarks.first_line import FirstLines, Waits
from benchmarks.report import Found, Turn, goals, load_warning, tables, write
from benchmarks.site_latency import PARTS, Trip, trip_of
from benchmarks.spread import Paired, Spread, paired, rotated, spread

TIMING = {
    "accepted": 100.010,
    "claimed": 100.015,
    "container_ready": 100.020,
    "process_started": 100.022,
    "process_ended": 100.040,
    "stored": 100.045,
    "queued_ms": 5.0,
    "process_ms": 18.0,
    "scoring_ms": 0.0,
}


def found() -> Found:
    trip = trip_of(TIMING, began=100.0, replied=100.012, seen=100.050)
    made = Found(machine={"load_average_before": 0.1})
    for name in ("site_trivial", "site_judged"):
        made.turns[name] = [Turn(trip.total, trip.overhead, trip)] * 3
    made.turns["docker_run"] = [Turn(300.0, None), Turn(310.0, None), Turn(320.0, None)]
    made.turns["bare"] = [Turn(10.0, None), Turn(20.0, None), Turn(10.0, None)]
    made.containers[1], made.containers[4] = [8.0, 10.0], [14.0, 16.0]
    made.bursts = [burst_of([TIMING, TIMING | {"stored": 100.2}], slots=1, began=100.0, posting=0.1)]
    made.lines = FirstLines([12.0, 14.0], [4000.0])
    made.waits = [Waits("base", 2, 11 << 20, None)]
    made.absent["DMOJ's judge"] = "seccomp.h is not there"
    return made


def test_spread_interpolates_percentiles() -> None:
    assert spread([4.0, 1.0, 3.0, 2.0, 5.0]) == Spread(n=5, p50=3.0, p95=4.8, least=1.0, most=5.0)


def test_spread_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        spread([])


def test_paired_compares_within_rounds() -> None:
    assert paired([11.0, 101.0, 1001.0], [1.0, 91.0, 991.0]) == Paired(10.0, 10.0, 10.0)


def test_rotated_puts_everybody_first_once() -> None:
    assert [rotated("abc", by) for by in range(4)] == [
        ["a", "b", "c"],
        ["b", "c", "a"],
        ["c", "a", "b"],
        ["a", "b", "c"],
    ]


def test_trip_parts_add_up_to_the_overhead() -> None:
    trip = trip_of(TIMING, began=100.0, replied=100.012, seen=100.050)

    shown = {name: round(getattr(trip, name), 3) for name in Trip.__slots__}
    assert shown == {
        "total": 50.0,
        "process": 18.0,
        "reply": 12.0,
        "post": 10.0,
        "queued": 5.0,
        "to_container": 5.0,
        "to_process": 2.0,
        "after": 10.0,
    }
    assert sum(getattr(trip, name) for name in PARTS) == pytest.approx(trip.overhead)


def test_overheads_of_containers_are_less_the_bare_process_of_their_round() -> None:
    assert found().overheads("docker_run") == [290.0, 290.0, 310.0]


def test_goals_hold_a_burst_against_the_best_container_rate() -> None:
    shown = [(goal.bound, goal.found, goal.met) for goal in goals(found())]

    assert shown == [
        (50.0, 32.0, True),
        (120.0, 32.0, True),
        (50.0, 32.0, True),
        (120.0, 32.0, True),
        (0.6, 0.667, True),
        (150.0, 13.9, True),
    ]


def test_a_busy_machine_is_warned_of() -> None:
    assert load_warning({"load_average_before": 0.5}) == ""
    assert load_warning({"load_average_before": 0.6}) == (
        "the load average was 0.6 before the run: these numbers are too high"
    )


def test_tables_show_who_was_not_measured() -> None:
    shown = StringIO()
    Console(width=120, file=shown).print(*tables(found()))

    lines = [line.strip() for line in shown.getvalue().splitlines()]
    assert "DMOJ's judge: not measured. seccomp.h is not there" in lines


def test_file_has_each_list_of_numbers_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "results" / "latest.json"

    write(found(), path)

    text = path.read_text("utf-8")
    assert '      "totals": [ 300.0, 310.0, 320.0 ],' in text.splitlines()
    assert json.loads(text)["not_measured"] == {"DMOJ's judge": "seccomp.h is not there"}


def test_complaint_names_the_error_without_folders() -> None:
    said = "Building wheel\n  ERROR: Failed\n  /tmp/x/ptbox.h:25:10: fatal error: seccomp.h: No such file\n"

    assert complaint(said) == "ptbox.h:25:10: fatal error: seccomp.h: No such file"
