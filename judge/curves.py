"""The curve that a submission reports while it trains: which of its points are kept, and in which form.

Knows no database: ``LiveCurve`` is handed what stores it. Names and values are the candidate's own; nothing
here trusts them, and nothing is scored by them.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from judge import limits
from sandbox.job import Point

FIRST = "loss"
"""The series that comes first, whenever it was reported."""


@dataclass(frozen=True, slots=True)
class Series:
    """One scalar over the curve's steps; None where a point did not have it."""

    name: str
    values: list[float | None]


@dataclass(frozen=True, slots=True)
class Points:
    """A curve as it is stored and drawn: ``steps`` in ascending order, each series as long as they are.
    ``reported`` counts every point that came, those that were thinned out too."""

    steps: list[int]
    series: list[Series]
    reported: int

    def columns(self) -> dict[str, Any]:
        """The JSON form: ``{"steps": [1, 2], "series": [["loss", [0.7, null]]]}``."""
        return {"steps": self.steps, "series": [[one.name, one.values] for one in self.series]}

    @classmethod
    def of_columns(cls, columns: dict[str, Any], reported: int) -> Points:
        """Read the JSON form again."""
        series = [Series(name, values) for name, values in columns["series"]]
        return cls(columns["steps"], series, reported)

    def sheet(self) -> list[list[str | int | float | None]]:
        """A header and a row a step, for ``judge.sheet``."""
        names, columns = [one.name for one in self.series], [one.values for one in self.series]
        return [["step", *names], *([step, *row] for step, *row in zip(self.steps, *columns, strict=True))]

    def after(self, step: int) -> Points:
        """The points of later steps."""
        kept = [index for index, one in enumerate(self.steps) if one > step]
        series = [Series(one.name, [one.values[index] for index in kept]) for one in self.series]
        return Points([self.steps[index] for index in kept], series, self.reported)

    def rows(self, at_most: int) -> list[tuple[int, list[float | None]]]:
        """At most ``at_most`` rows of step and values, evenly chosen, the last one always among them."""
        last = len(self.steps) - 1
        count = min(at_most, last + 1)
        chosen = [last - round(last * i / max(1, count - 1)) for i in range(count)][::-1]
        return [(self.steps[i], [one.values[i] for one in self.series]) for i in chosen]


@dataclass(frozen=True, slots=True)
class Overlay(Points):
    """Several curves over all their steps. ``lines`` says of each series which name it has (the first is 0)
    and which curve it is of: series of one name are drawn in one colour."""

    lines: list[tuple[int, int]]

    def columns(self) -> dict[str, Any]:
        """The JSON form, with ``"lines": [[0, 0], [0, 1]]``."""
        return Points.columns(self) | {"lines": self.lines}


def overlay(curves: dict[str, Points]) -> Overlay:
    """Lay curves over each other, each by its label; series of one name stand side by side."""
    steps = sorted({step for curve in curves.values() for step in curve.steps})
    names = list(dict.fromkeys(one.name for curve in curves.values() for one in curve.series))
    lines, series = [], []
    for hue, name in enumerate(names):
        for number, (label, curve) in enumerate(curves.items()):
            for one in curve.series:
                if one.name == name:
                    at = dict(zip(curve.steps, one.values, strict=True))
                    series.append(Series(f"{name} {label}", [at.get(step) for step in steps]))
                    lines.append((hue, number))
    return Overlay(steps, series, sum(curve.reported for curve in curves.values()), lines)


@dataclass(slots=True)
class _Strand:
    """Points that carry the same names: of those that came, every ``every``-th is kept, with their number."""

    every: int = 1
    came: int = 0
    kept: list[tuple[int, int, dict[str, float]]] = field(default_factory=list)

    def add(self, step: int, number: int, values: dict[str, float]) -> None:
        if self.came % self.every == 0:
            self.kept.append((step, number, values))
        self.came += 1

    def thin(self) -> None:
        del self.kept[1::2]
        self.every *= 2


class Trace:
    """An evenly thinned record of points, ``limits.CURVE_POINTS`` at most and the latest always among them.

    Points that carry different names are thinned apart: what is reported once an epoch is not lost among
    what is reported at every step.
    """

    def __init__(self, points: Iterable[Point] = ()) -> None:
        self.reported = 0
        self._names: dict[str, None] = {}
        self._strands: dict[frozenset[str], _Strand] = {}
        self._latest: tuple[int, int, dict[str, float]] | None = None
        for point in points:
            self.add(point)

    def add(self, point: Point) -> None:
        """Take one more point."""
        values = self._known(point)
        key = frozenset(values)
        if key not in self._strands and len(self._strands) >= limits.CURVE_STRANDS:
            key = frozenset()
        self._strands.setdefault(key, _Strand()).add(point.step, self.reported, values)
        self._latest = (point.step, self.reported, values)
        self.reported += 1
        strands = self._strands.values()
        if sum(len(strand.kept) for strand in strands) >= limits.CURVE_POINTS:
            max(strands, key=lambda strand: len(strand.kept)).thin()

    def _known(self, point: Point) -> dict[str, float]:
        """The point's values under plain names, six digits each, without names that are too many."""
        values = {_clean(name): float(f"{value:.6g}") for name, value in point.values}
        for name in values:
            if name == FIRST or len(self._names) < limits.CURVE_SERIES:
                self._names.setdefault(name)
        return {name: value for name, value in values.items() if name in self._names}

    def points(self) -> Points:
        """What is kept, in columns, ``loss`` first."""
        kept = {entry[1]: entry for strand in self._strands.values() for entry in strand.kept}
        if self._latest is not None:
            kept[self._latest[1]] = self._latest
        rows = _merged(sorted(kept.values(), key=lambda entry: entry[:2]))
        names = sorted(self._names, key=lambda name: name != FIRST)
        series = [Series(name, [values.get(name) for _, values in rows]) for name in names]
        return Points([step for step, _ in rows], series, self.reported)


def _merged(entries: list[tuple[int, int, dict[str, float]]]) -> list[tuple[int, dict[str, float]]]:
    """Rows of step and values; what was reported at one step under different names is one row."""
    rows: list[tuple[int, dict[str, float]]] = []
    for step, _, values in entries:
        if rows and rows[-1][0] == step and not rows[-1][1].keys() & values.keys():
            rows[-1] = (step, rows[-1][1] | values)
        else:
            rows.append((step, values))
    return rows


def _clean(name: str) -> str:
    """The name as plain text in one line."""
    plain = "".join(c if unicodedata.category(c)[0] != "C" else "\N{REPLACEMENT CHARACTER}" for c in name)
    return plain[: limits.CURVE_NAME]


class LiveCurve:
    """The curve of a running attempt. The thread that talks to the container only calls ``add``, which waits
    for no database; another calls ``write`` now and then."""

    def __init__(self, store: Callable[[Points], None]) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._before: tuple[Point, ...] = ()
        self._trace = Trace()
        self._written = 0

    def add(self, point: Point) -> None:
        """Take a point of the running job."""
        with self._lock:
            self._trace.add(point)

    def job_ended(self, points: tuple[Point, ...]) -> None:
        """Take the job's points as its Result has them: those are all that came."""
        with self._lock:
            if points:
                self._before += points
                self._trace = Trace(self._before)
                self._written = 0

    def write(self) -> None:
        """Store what came since the last time, if anything did. One writer at a time: what is stored last
        is what came last."""
        with self._writing:
            with self._lock:
                if self._trace.reported == self._written:
                    return
                points = self._trace.points()
            self._store(points)
            self._written = points.reported
