"""What changed from one verdict to another: score, measurements, tests, audits, resources. Reads no database.

The dictionaries are ``runners.base`` dataclasses as ``judge.models.Verdict`` keeps them. Whether two
intervals overlap is said, not tested: that is no paired test, and it is not called one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from judge.models import Verdict

RESOURCES = ("cpu_seconds", "wall_seconds", "peak_memory_bytes", "output_bytes")
Stored = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Measured:
    """A number with its 95 % confidence interval, as far as it is known."""

    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One measured quantity before and after. ``better`` is "lower" or "higher". The score has no title."""

    title: Stored
    better: str
    old: Measured
    new: Measured
    floor: float | None = None
    reference: float | None = None

    @property
    def is_score(self) -> bool:
        """Whether this is the score of 100."""
        return not self.title

    @property
    def by(self) -> float | None:
        """New minus old, None where one of them is missing."""
        if self.old.value is None or self.new.value is None:
            return None
        return self.new.value - self.old.value

    @property
    def improved(self) -> bool | None:
        """Whether the new value is the better one; None when there is no difference to speak of."""
        return None if not self.by else (self.by > 0) is (self.better == "higher")

    @property
    def overlap(self) -> bool | None:
        """Whether the two intervals have a value in common, None where one of them is missing."""
        old, new = self.old, self.new
        if old.low is None or old.high is None or new.low is None or new.high is None:
            return None
        return old.low <= new.high and new.low <= old.high


@dataclass(frozen=True, slots=True)
class GroupChange:
    """A group of tests before and after, None where one side has no such group; and the titles of the cases
    that pass now and did not, and of those that did and do not."""

    title: Stored
    old: Stored | None
    new: Stored | None
    mended: list[Stored]
    broken: list[Stored]

    @property
    def changed(self) -> bool:
        """Whether anything differs that a reader can see."""
        both = self.old is not None and self.new is not None
        return not both or bool(self.mended or self.broken) or _outcome(self.old) != _outcome(self.new)


@dataclass(frozen=True, slots=True)
class AuditChange:
    """An audit that came out otherwise; None where it was not made."""

    title: Stored
    old: bool | None
    new: bool | None


@dataclass(frozen=True, slots=True)
class ResourceChange:
    """How much of a resource each run used; ``ratio`` is new to old, None where there is none."""

    key: str
    old: float | None
    new: float | None

    @property
    def ratio(self) -> float | None:
        """How many times as much as before."""
        return self.new / self.old if self.old and self.new is not None else None


def compare_scores(old: Verdict, new: Verdict) -> Change:
    """The scores of 100."""
    return Change({}, "higher", _score(old), _score(new), 0.0, 100.0)


def compare_metrics(old: Verdict, new: Verdict) -> list[Change]:
    """Every metric that either has, in the order of the newer verdict."""
    return [_metric(before, after) for before, after in _pairs(old.metrics, new.metrics)]


def compare_groups(old: Verdict, new: Verdict) -> list[GroupChange]:
    """Every group that either has, in the order of the newer verdict."""
    return [_group(before, after) for before, after in _pairs(old.groups, new.groups)]


def compare_audits(old: Verdict, new: Verdict) -> list[AuditChange]:
    """The audits whose outcomes differ."""
    pairs = [
        AuditChange((after or before or {})["title"], _passed(before), _passed(after))
        for before, after in _pairs(old.audits, new.audits)
    ]
    return [pair for pair in pairs if pair.old is not pair.new]


def compare_resources(old: Verdict, new: Verdict) -> list[ResourceChange]:
    """The resources that either run was measured by."""
    changes = [ResourceChange(key, old.resources.get(key), new.resources.get(key)) for key in RESOURCES]
    return [change for change in changes if change.old or change.new]


def _pairs(old: list[Stored], new: list[Stored]) -> list[tuple[Stored | None, Stored | None]]:
    """What has the same key on both sides, in the order of ``new``; what only ``old`` has comes last."""
    before = {one["key"]: one for one in old}
    after = {one["key"]: one for one in new}
    return [(before.get(key), after.get(key)) for key in after | before]


def _metric(before: Stored | None, after: Stored | None) -> Change:
    latest = after or before or {}
    return Change(
        latest["title"],
        latest["better"],
        _measured(before),
        _measured(after),
        latest["floor"],
        latest["reference"],
    )


def _measured(metric: Stored | None) -> Measured:
    return Measured() if metric is None else Measured(metric["value"], metric["low"], metric["high"])


def _score(verdict: Verdict) -> Measured:
    return Measured(verdict.score, verdict.score_low, verdict.score_high)


def _group(before: Stored | None, after: Stored | None) -> GroupChange:
    latest = after or before or {}
    failed = [_failures(group) for group in (before, after)] if before and after else [Counter[str]()] * 2
    mended, broken = failed[0] - failed[1], failed[1] - failed[0]
    return GroupChange(
        latest["title"],
        before,
        after,
        _titles(before, mended) if before else [],
        _titles(after, broken) if after else [],
    )


def _failures(group: Stored) -> Counter[str]:
    """How often a case of each name failed: a case has no key, its title is its name."""
    return Counter(case["title"]["en"] for case in group["cases"] if not case["passed"])


def _titles(group: Stored, wanted: Counter[str]) -> list[Stored]:
    """The titles of the failed cases that ``wanted`` counts."""
    left, found = Counter(wanted), []
    for case in group["cases"]:
        name = case["title"]["en"]
        if not case["passed"] and left[name] > 0:
            left[name] -= 1
            found.append(case["title"])
    return found


def _outcome(group: Stored | None) -> tuple[float, int] | None:
    if group is None:
        return None
    return group["points"], sum(bool(case["passed"]) for case in group["cases"])


def _passed(finding: Stored | None) -> bool | None:
    return None if finding is None else bool(finding["passed"])
