"""What a run of ``benchmarks.bench`` found, as tables, as a file, and held against the goals.

It measures nothing.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import mean, median
from typing import Any

from rich.table import Table

from benchmarks.bursts import Burst
from benchmarks.first_line import FirstLines, Waits
from benchmarks.machine import BUSY
from benchmarks.site_latency import MEANING, PARTS, Trip
from benchmarks.spread import paired, spread

RESULTS = Path(__file__).with_name("results") / "latest.json"
CONTAINERS_AT_ONCE = (1, 2, 4)
OURS = {
    "site_trivial": "Tuneroom, program that does nothing",
    "site_judged": "Tuneroom, judged in full",
}
THEIRS = {
    "docker_run": "docker run --rm",
    "docker_api": "the same by the engine's API",
    "dmoj_one": "DMOJ's judge alone, 1 test case",
    "dmoj_three": "DMOJ's judge alone, 3 test cases",
    "bare": "a bare process, no sandbox",
}
GOAL_P50_MS, GOAL_P95_MS, GOAL_SHARE, GOAL_FIRST_LINE_MS = 50.0, 120.0, 0.6, 150.0
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Turn:
    """Milliseconds of one contestant in one round: all of it, and less the program's own process; None where
    nobody measured the process, and a bare one of the same round stands for it."""

    total: float
    overhead: float | None
    trip: Trip | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """One promise: ``found`` must be at most, or at least, ``bound``."""

    name: str
    bound: float
    found: float
    at_most: bool = True

    @property
    def met(self) -> bool:
        """Whether it holds in this run."""
        return self.found <= self.bound if self.at_most else self.found >= self.bound


@dataclass
class Found:
    """Everything that one run measured; ``absent`` says of whom there are no numbers, and why."""

    machine: dict[str, Any]
    turns: defaultdict[str, list[Turn]] = field(default_factory=lambda: defaultdict(list))
    containers: defaultdict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    bursts: list[Burst] = field(default_factory=list)
    lines: FirstLines = field(default_factory=lambda: FirstLines([], []))
    waits: list[Waits] = field(default_factory=list)
    absent: dict[str, str] = field(default_factory=dict)

    def totals(self, name: str) -> list[float]:
        """Milliseconds of each round."""
        return [turn.total for turn in self.turns[name]]

    def overheads(self, name: str) -> list[float]:
        """Milliseconds of each round, less the program's own."""
        pairs = zip(self.turns[name], self.turns["bare"], strict=True)
        return [turn.total - bare.total if turn.overhead is None else turn.overhead for turn, bare in pairs]

    def trips(self, name: str) -> list[Trip]:
        """The ways through the site."""
        return [turn.trip for turn in self.turns[name] if turn.trip]

    @property
    def best_rate(self) -> float:
        """Containers a second that the engine alone makes, at the best number of them at a time."""
        return max(mean(rates) for rates in self.containers.values())


def load_warning(machine: dict[str, Any]) -> str:
    """What to think of numbers from a machine with this load, "" when all is well."""
    load = machine["load_average_before"]
    return f"the load average was {load} before the run: these numbers are too high" if load > BUSY else ""


def goals(found: Found) -> list[Goal]:
    """What was promised, with what was found."""
    kept = []
    for name, words in OURS.items():
        mine = spread(found.overheads(name))
        kept.append(Goal(f"{words}: overhead p50, ms", GOAL_P50_MS, mine.p50))
        kept.append(Goal(f"{words}: overhead p95, ms", GOAL_P95_MS, mine.p95))
    for one in found.bursts:
        share = round(one.per_second / found.best_rate, 3)
        words = f"verdicts a second, {_slots(one)}, of best container rate"
        kept.append(Goal(words, GOAL_SHARE, share, at_most=False))
    warm = spread(found.lines.warm)
    return [*kept, Goal("first line with torch, warm, p95, ms", GOAL_FIRST_LINE_MS, warm.p95)]


def tables(found: Found) -> list[Table]:
    """Everything to be shown."""
    return [_latency(found), _parts(found), _throughput(found), _lines(found), _memory(found), _goals(found)]


def _table(title: str, *columns: str) -> Table:
    made = Table(title=title, title_justify="left", box=None, padding=(0, 2, 0, 0))
    made.add_column(columns[0])
    for column in columns[1:]:
        made.add_column(column, justify="right")
    return made


def _latency(found: Found) -> Table:
    rounds = len(found.turns["bare"])
    title = f"One submission, ms, {rounds} rounds (overhead: less the program's own process)"
    made = _table(title, "", "p50", "p95", "overhead p50", "p95")
    for name, words in (OURS | THEIRS).items():
        if name in found.turns:
            total, over = spread(found.totals(name)), spread(found.overheads(name))
            numbers = (total.p50, total.p95, over.p50, over.p95)
            made.add_row(words, *(f"{one:.1f}" for one in numbers))
    for name, reason in found.absent.items():
        made.add_row(f"{name}: not measured. {reason}")
    return made


def _parts(found: Found) -> Table:
    made = _table("Where the overhead goes, ms: p50 (p95)", "", "nothing", "in full")
    for part in PARTS:
        spreads = [spread([getattr(trip, part) for trip in found.trips(name)]) for name in OURS]
        made.add_row(MEANING[part], *(f"{one.p50:.1f} ({one.p95:.1f})" for one in spreads))
    return made


def _throughput(found: Found) -> Table:
    made = _table("A second, of the program that does nothing", "", "rate", "share of best")
    for at_once, rates in found.containers.items():
        made.add_row(f"containers, {at_once} at a time", f"{mean(rates):.1f}", "")
    for one in found.bursts:
        words = f"verdicts, burst of {one.count}, {_slots(one)}"
        made.add_row(words, f"{one.per_second:.1f}", f"{one.per_second / found.best_rate:.0%}")
    return made


def _lines(found: Found) -> Table:
    made = _table("First line with torch imported, ms after acceptance", "", "n", "p50", "least", "most")
    for words, values in (("from a waiting container", found.lines.warm), ("cold", found.lines.cold)):
        one = spread(values)
        made.add_row(words, str(one.n), f"{one.p50:.0f}", f"{one.least:.0f}", f"{one.most:.0f}")
    return made


def _memory(found: Found) -> Table:
    made = _table("Memory of what waits, MiB each", "image", "count", "its cgroup", "host (PSS)")
    for one in found.waits:
        host = "?" if one.host_bytes_each is None else f"{one.host_bytes_each / MIB:.1f}"
        made.add_row(one.image, str(one.count), f"{one.bytes_each / MIB:.1f}", host)
    return made


def _goals(found: Found) -> Table:
    made = _table("Goals", "", "bound", "found", "")
    for goal in goals(found):
        said = "[green]met[/]" if goal.met else "[red]missed[/]"
        sign = "<=" if goal.at_most else ">="
        made.add_row(goal.name, f"{sign} {goal.bound:g}", f"{goal.found:g}", said)
    return made


def _slots(one: Burst) -> str:
    return f"{one.slots} slot{'s' if one.slots > 1 else ''}"


def as_data(found: Found) -> dict[str, Any]:
    """Everything, for the file."""
    contestants = {name: words for name, words in (OURS | THEIRS).items() if name in found.turns}
    ours = found.overheads("site_trivial")
    return {
        "what": "milliseconds; total of each way to judge, and overhead: less the program's own process",
        "machine": found.machine,
        "warning": load_warning(found.machine),
        "goals": [asdict(goal) | {"met": goal.met} for goal in goals(found)],
        "latency_ms": {
            name: {
                "what": words,
                "total": asdict(spread(found.totals(name))),
                "overhead": asdict(spread(found.overheads(name))),
                "overhead_more_than_site_trivial": asdict(paired(found.overheads(name), ours)),
                "totals": [round(one, 1) for one in found.totals(name)],
                "overheads": [round(one, 1) for one in found.overheads(name)],
            }
            for name, words in contestants.items()
        },
        "not_measured": found.absent,
        "parts_ms": {name: _parts_of(found.trips(name)) for name in OURS},
        "throughput_per_second": {
            "containers": [
                {
                    "at_once": at_once,
                    "halves": [round(one, 2) for one in rates],
                    "rate": round(mean(rates), 2),
                }
                for at_once, rates in found.containers.items()
            ],
            "bursts": [asdict(one) for one in found.bursts],
        },
        "first_line_with_torch_ms": {
            name: asdict(spread(values)) | {"all": [round(one, 1) for one in values]}
            for name, values in asdict(found.lines).items()
        },
        "waiting_memory": [asdict(one) for one in found.waits],
    }


def _parts_of(trips: list[Trip]) -> dict[str, Any]:
    parts = {
        name: {"what": MEANING[name]} | asdict(spread([getattr(one, name) for one in trips]))
        for name in PARTS
    }
    return parts | {
        "process": {"p50": round(median(one.process for one in trips), 2)},
        "reply": {"p50": round(median(one.reply for one in trips), 2)},
    }


def write(found: Found, path: Path) -> None:
    """Write everything; a list of numbers takes one line."""
    text = json.dumps(as_data(found), indent=2, ensure_ascii=False)
    text = re.sub(r"\[\n[-\d.,\s]+\]", lambda match: re.sub(r"\s+", " ", match[0]), text)
    path.parent.mkdir(exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")
