"""How verdicts are shown: icons, tones, units, and where the marks of a scale stand."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from judge.templatetags import verdicts
from runners.base import Metric, Standing, Text, VerdictCode
from tests.rows import new_verdict


def test_icon_of_is_different_for_every_verdict() -> None:
    assert len({verdicts.icon_of(code.value) for code in VerdictCode}) == len(VerdictCode)


@pytest.mark.parametrize(
    ("code", "tone"),
    [
        ("accepted", "good"),
        ("wrong_answer", "bad"),
        ("rejected", "warn"),
        ("memory_limit", "warn"),
        ("cancelled", "idle"),
        ("judge_error", "idle"),
    ],
)
def test_tone_of_tells_faults_limits_and_what_does_not_count(code: str, tone: str) -> None:
    assert verdicts.tone_of(code) == tone


def test_counts_leaves_out_what_is_not_the_candidates_result() -> None:
    assert [code.value for code in VerdictCode if not verdicts.counts(code.value)] == [
        "cancelled",
        "judge_error",
    ]


def group(*passed: bool) -> dict[str, object]:
    return {"cases": [{"passed": one} for one in passed]}


@pytest.mark.parametrize(
    ("code", "groups", "words"),
    [
        (VerdictCode.WRONG_ANSWER, [group(True), group(True, True)], "Below the pass mark"),
        (VerdictCode.WRONG_ANSWER, [group(True), group(True, False)], "Wrong answer"),
        (VerdictCode.WRONG_ANSWER, [], "Wrong answer"),
        (VerdictCode.ACCEPTED, [group(True)], "Accepted"),
        (VerdictCode.REJECTED, [group(True)], "Rejected by an audit"),
    ],
)
def test_headline_says_when_only_the_score_was_wrong(
    code: VerdictCode, groups: list[dict[str, object]], words: str
) -> None:
    assert verdicts.headline(new_verdict(code, groups=groups)) == words


@pytest.mark.parametrize(
    ("resources", "shown"),
    [({}, False), ({"cpu_seconds": 0.0, "output_bytes": 0}, False), ({"cpu_seconds": 0.2}, True)],
)
def test_measured_leaves_out_what_never_ran(resources: dict[str, float], shown: bool) -> None:
    assert verdicts.measured(resources) is shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "—"),
        (1234.5, "1,234"),
        (116.2793, "116.3"),
        (23.456, "23.46"),
        (1.5, "1.500"),
        (0.05, "0.0500"),
    ],
)
def test_figure_has_four_significant_digits(value: float | None, shown: str) -> None:
    assert verdicts.figure(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(None, "—"), (40.0, "40"), (98.64, "98.6"), (100.0, "100")])
def test_points_have_one_decimal_at_most(value: float | None, shown: str) -> None:
    assert verdicts.points(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(None, "—"), (1.0, "100%"), (1.0314, "103.1%"), (0.0, "0%")])
def test_percent_goes_beyond_a_hundred(value: float | None, shown: str) -> None:
    assert verdicts.percent(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "—"), (3e-05, "3e-05"), (0.69314, "0.6931"), (1234567.0, "1.235e+06"), (2.0, "2")],
)
def test_scalar_shows_any_magnitude(value: float | None, shown: str) -> None:
    assert verdicts.scalar(value) == shown


def test_standing_icons_differ() -> None:
    assert len({verdicts.standing_icon(standing.value) for standing in Standing}) == len(Standing)


def test_score_scale_places_score_interval_and_pass_mark() -> None:
    marks = verdicts.score_scale(37.9, 41.2, 44.8, 60.0)

    assert (marks["value"], marks["spread"], marks["mark"]) == (41.2, [37.9, 44.8], 60.0)


def test_score_scale_without_an_interval_has_none() -> None:
    assert verdicts.score_scale(None, 41.2, None, 60.0)["spread"] is None


def metric(value: float, *, floor: float, reference: float) -> dict[str, object]:
    return asdict(Metric("m", Text("", ""), value, value, value, "lower", floor=floor, reference=reference))


def test_metric_scale_runs_from_the_floor_to_beyond_the_reference() -> None:
    marks = verdicts.metric_scale(metric(500.0, floor=500.0, reference=100.0))

    assert (marks["value"], marks["mark"]) == (0.0, 86.96)


def test_metric_scale_leaves_room_for_better_than_the_reference() -> None:
    marks = verdicts.metric_scale(metric(60.0, floor=500.0, reference=100.0))

    assert marks["value"] == 95.65


def test_metric_scale_keeps_a_value_below_the_floor_on_the_scale() -> None:
    assert verdicts.metric_scale(metric(900.0, floor=500.0, reference=100.0))["value"] == 0.0


def test_metric_scale_of_equal_floor_and_reference_does_not_divide_by_zero() -> None:
    assert verdicts.metric_scale(metric(5.0, floor=5.0, reference=5.0))["value"] == 100.0


@pytest.mark.parametrize(
    ("used", "allowed", "reach"), [(15.0, 60.0, 25.0), (90.0, 60.0, 100.0), (None, 60.0, 0.0)]
)
def test_usage_bar_shows_the_used_share(used: float | None, allowed: float, reach: float) -> None:
    assert verdicts.usage_bar(used, allowed) == {"reach": reach}


def test_usage_names_the_limit_that_was_hit() -> None:
    limits = {"cpu_seconds": 10, "wall_seconds": 20, "memory_bytes": 100, "output_bytes": 5}
    verdict = new_verdict(VerdictCode.MEMORY_LIMIT, resources={"cpu_seconds": 1.5, "peak_memory_bytes": 100})
    used = [
        (one["key"], one["used"], one["allowed"], one["hit"]) for one in verdicts.usage_of(verdict, limits)
    ]
    assert used == [
        ("cpu_seconds", 1.5, 10, False),
        ("wall_seconds", None, 20, False),
        ("peak_memory_bytes", 100, 100, True),
        ("output_bytes", None, 5, False),
    ]


@pytest.mark.parametrize(
    ("value", "better", "words"),
    [
        (80.0, "lower", "20.00 better than the reference"),
        (101.5, "lower", "1.500 short of the reference"),
        (101.5, "higher", "1.500 better than the reference"),
        (99.0, "higher", "1.000 short of the reference"),
        (100.0, "lower", "the reference's value"),
    ],
)
def test_margin_to_the_reference_knows_which_way_is_better(value: float, better: str, words: str) -> None:
    metric = {"value": value, "reference": 100.0, "better": better}
    assert verdicts.against_reference(metric) == words


def test_case_counts_tell_all_passed_from_some() -> None:
    cases = [{"passed": True}, {"passed": False}]

    assert (verdicts.all_passed(cases), verdicts.passed_count(cases)) == (False, 1)


def test_stages_say_what_each_step_took_and_leave_out_what_never_was() -> None:
    timing = {
        "accepted": 10.0,
        "claimed": 10.5,
        "container_ready": 10.6,
        "process_started": 0.0,
        "stored": 12.6,
    }
    assert [(title, round(spent, 6)) for title, spent in verdicts.stages(timing)] == [
        ("taken by a worker", 500.0),
        ("container ready", 100.0),
        ("verdict stored", 2000.0),
    ]
    assert verdicts.stages({}) == []
