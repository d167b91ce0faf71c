"""How pages show verdicts: icons, units, and the places of marks on a scale. Reads no database.

The dictionaries are ``runners.base`` dataclasses as ``judge.models.Verdict`` keeps them.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from judge.comparison import Change
from judge.models import Verdict
from judge.states import Verdicts, headline_of
from questions.templatetags.tuneroom import duration, filesize_iec
from runners.base import Standing, VerdictCode

register = template.Library()

WIDTH = 100.0
LONG_CHARACTERS, LONG_LINES = 300, 8  # of one value of a test
ROOM_BEYOND = 0.15  # of the way from floor to reference: a place for values better than the reference
ICONS = {
    VerdictCode.ACCEPTED: "check",
    VerdictCode.WRONG_ANSWER: "cross",
    VerdictCode.REJECTED: "shield",
    VerdictCode.RUNTIME_ERROR: "bug",
    VerdictCode.CPU_TIME_LIMIT: "chip",
    VerdictCode.WALL_TIME_LIMIT: "clock",
    VerdictCode.MEMORY_LIMIT: "memory",
    VerdictCode.OUTPUT_LIMIT: "output",
    VerdictCode.BAD_ARTIFACT: "file",
    VerdictCode.CANCELLED: "ban",
    VerdictCode.JUDGE_ERROR: "wrench",
}
UNSCORED = {VerdictCode.CANCELLED, VerdictCode.JUDGE_ERROR}
LIMITS = {
    VerdictCode.CPU_TIME_LIMIT: "cpu_seconds",
    VerdictCode.WALL_TIME_LIMIT: "wall_seconds",
    VerdictCode.MEMORY_LIMIT: "memory_bytes",
    VerdictCode.OUTPUT_LIMIT: "output_bytes",
}

LIMIT_OF = {
    "cpu_seconds": "cpu_seconds",
    "wall_seconds": "wall_seconds",
    "peak_memory_bytes": "memory_bytes",
    "output_bytes": "output_bytes",
}
"""The limit of each resource of ``Verdict.resources``."""


@register.filter
def icon_of(code: str) -> str:
    """The icon of a verdict: no two verdicts share one."""
    return ICONS[VerdictCode(code)]


@register.filter
def tone_of(code: str) -> str:
    """``good``, ``bad``, ``warn`` (a limit, an audit) or ``idle`` (does not count)."""
    verdict = VerdictCode(code)
    if verdict in UNSCORED:
        return "idle"
    if verdict is VerdictCode.ACCEPTED:
        return "good"
    return "warn" if verdict in LIMITS or verdict is VerdictCode.REJECTED else "bad"


@register.filter
def verdict_name(code: str) -> str:
    """The words for a code where there is no verdict."""
    return str(Verdicts(code).label)


@register.filter
def headline(verdict: Verdict) -> str:
    """The verdict in words, as ``judge.selectors.siblings`` has it of many."""
    tested = bool(verdict.groups) and all(all_passed(group["cases"]) for group in verdict.groups)
    return headline_of(verdict.code, tested=tested)


@register.filter
def run_headline(verdict: Verdict) -> str:
    """The same of a Run: it passes samples, it is not accepted."""
    words = {VerdictCode.ACCEPTED: _("It ran well"), VerdictCode.WRONG_ANSWER: _("Something is wrong")}
    return words.get(VerdictCode(verdict.code), verdict.get_code_display())


@register.filter
def own_first(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What became of input of one's own, which is what was asked for, before the samples."""
    return sorted(groups, key=lambda group: group["key"] != "typed")


@register.filter
def is_long(value: str) -> bool:
    """Whether a value is shown in a box of its own height, in which it scrolls."""
    return len(value) > LONG_CHARACTERS or value.count("\n") >= LONG_LINES


@register.filter
def measured(resources: dict[str, Any]) -> bool:
    """Whether anything was measured: a submission that never ran has nothing, or zeros alone."""
    return any(resources.values())


@register.filter
def counts(code: str) -> bool:
    """Whether a verdict of this code has a score that counts."""
    return VerdictCode(code) not in UNSCORED


@register.filter
def limit_hit(code: str) -> str:
    """The name of the limit that this verdict is about, "" when it is about none."""
    return LIMITS.get(VerdictCode(code), "")


@register.filter
def milliseconds(count: float | None) -> str:
    """A duration given in milliseconds."""
    return duration(None if count is None else count / 1000)


@register.filter
def stages(timing: dict[str, float]) -> list[tuple[str, float]]:
    """Where the time went: each stage that the submission came to, and the milliseconds until it did, counted
    from the stage before. The instants are those of ``judge.pipeline.Course.timing``."""
    titles = {
        "claimed": _("taken by a worker"),
        "container_ready": _("container ready"),
        "process_started": _("program started"),
        "process_ended": _("program ended"),
        "scored": _("scored"),
        "stored": _("verdict stored"),
    }
    reached = [(title, timing[key]) for key, title in titles.items() if timing.get(key)]
    before = [timing.get("accepted", 0.0), *(at for _title, at in reached)]
    return [(title, max(0.0, at - last) * 1000) for (title, at), last in zip(reached, before, strict=False)]


@register.filter
def figure(value: float | None) -> str:
    """A measured number with four significant digits, no exponent: ``116.2793`` is ``116.3``."""
    if value is None:
        return "—"
    magnitude = abs(value)
    if magnitude >= 1000:
        return f"{value:,.0f}"
    places = 1 if magnitude >= 100 else 2 if magnitude >= 10 else 3 if magnitude >= 1 else 4
    return f"{value:.{places}f}"


@register.filter
def scalar(value: float | None) -> str:
    """A number that a submission reported, of any magnitude: ``0.00003`` is ``3e-05``."""
    return "—" if value is None else f"{value:.4g}"


@register.filter
def points(value: float | None) -> str:
    """Points with at most one decimal: ``40.0`` is ``40``."""
    return "—" if value is None else _one_decimal(value)


@register.filter
def percent(share: float | None) -> str:
    """A share in percent with one decimal: ``1.0314`` is ``103.1%``."""
    return "—" if share is None else f"{_one_decimal(share * 100)}%"


@register.filter
def reading(value: float | None, change: Change) -> str:
    """A value of ``change`` as pages show it elsewhere: scores in points, measurements in four digits."""
    return points(value) if change.is_score else figure(value)


@register.filter
def signed_by(change: Change) -> str:
    """By how much it changed, with the sign always, the minus that of mathematics."""
    if change.by is None:
        return "—"
    return f"{'−' if change.by < 0 else '+'}{reading(abs(change.by), change)}"


@register.filter
def margin(score: float, mark: float) -> str:
    """How far a score is from the pass mark, in words."""
    if score >= mark:
        return _("%(points)s above it") % {"points": points(score - mark)}
    return _("%(points)s below it") % {"points": points(mark - score)}


@register.filter
def resource_title(key: str) -> str:
    """What a resource of ``Verdict.resources`` is called."""
    titles = {
        "cpu_seconds": _("CPU time"),
        "wall_seconds": _("Wall time"),
        "peak_memory_bytes": _("Peak memory"),
        "output_bytes": _("Output"),
    }
    return titles[key]


@register.filter
def resource_amount(used: float | None, key: str) -> str:
    """How much of the resource ``key``, in its unit."""
    if used is None:
        return "—"
    return filesize_iec(used) if key.endswith("bytes") else duration(used)


@register.filter
def usage_of(verdict: Verdict, limits: dict[str, float]) -> list[dict[str, Any]]:
    """What was used of each resource, what was allowed, and whether that limit was hit."""
    hit = limit_hit(verdict.code)
    return [
        {"key": key, "used": verdict.resources.get(key), "allowed": limits[limit], "hit": limit == hit}
        for key, limit in LIMIT_OF.items()
    ]


@register.filter
def against_reference(metric: dict[str, Any]) -> str:
    """By how much a metric is better than the reference's, or falls short of it, in words."""
    by = metric["value"] - metric["reference"]
    if by == 0:
        return _("the reference's value")
    words = {
        True: _("%(by)s better than the reference"),
        False: _("%(by)s short of the reference"),
    }
    return words[(by > 0) == (metric["better"] == "higher")] % {"by": figure(abs(by))}


STANDINGS = {Standing.BETTER: "plus", Standing.ON_PAR: "equal", Standing.WORSE: "minus"}


@register.filter
def standing_icon(standing: str) -> str:
    """The icon of how a metric stands to the reference."""
    return STANDINGS[Standing(standing)]


@register.filter
def standing_words(standing: str) -> str:
    """How a metric stands to the reference, in words."""
    words = {
        Standing.BETTER: _("better than the reference"),
        Standing.ON_PAR: _("on par with the reference"),
        Standing.WORSE: _("worse than the reference"),
    }
    return words[Standing(standing)]


@register.filter
def that_passed(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The cases or findings of a list that passed."""
    return [case for case in cases if case["passed"]]


@register.filter
def that_failed(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The cases or findings of a list that did not pass."""
    return [case for case in cases if not case["passed"]]


@register.filter
def all_passed(cases: list[dict[str, Any]]) -> bool:
    """Whether every case or finding of a list passed."""
    return all(case["passed"] for case in cases)


@register.filter
def passed_count(cases: list[dict[str, Any]]) -> int:
    """How many cases or findings of a list passed."""
    return sum(bool(case["passed"]) for case in cases)


@register.inclusion_tag("judge/_scale.html")
def score_scale(low: float | None, value: float, high: float | None, mark: float | None) -> dict[str, Any]:
    """A score from 0 to 100 with its interval and the pass mark."""
    return _marks(value, (low, high), mark, axis=(0.0, 100.0))


@register.inclusion_tag("judge/_scale.html")
def metric_scale(metric: dict[str, Any]) -> dict[str, Any]:
    """A metric between its floor (left) and its reference, whichever of the two is the larger."""
    floor, reference = metric["floor"], metric["reference"]
    end = reference + (reference - floor) * ROOM_BEYOND
    return _marks(metric["value"], (metric["low"], metric["high"]), reference, axis=(floor, end))


@register.inclusion_tag("judge/_scale.html")
def board_scale(low: float | None, value: float | None, high: float | None, mark: float) -> dict[str, Any]:
    """The same for a row of a leaderboard, without ticks; a band of scores has no value."""
    return _marks(value, (low, high), mark, axis=(0.0, 100.0)) | {"ticks": []}


@register.inclusion_tag("judge/_pair_scale.html")
def pair_scale(change: Change) -> dict[str, Any]:
    """A quantity before (above) and after (below) on one scale: that of the verdict page where floor and
    reference are known, else one that just holds both."""
    known = [
        number
        for one in (change.old, change.new)
        for number in (one.value, one.low, one.high)
        if number is not None
    ]
    if not known:
        return {"shown": False}
    start, end, mark = min(known), max(known), None
    if change.floor is not None and change.reference is not None:
        mark = change.reference
        start, end = change.floor, mark + (mark - change.floor) * ROOM_BEYOND
    sides = [
        {"name": name, "y": y, "top": y - 7, "bottom": y + 7}
        | _marks(one.value, (one.low, one.high), mark, axis=(start, end))
        for name, one, y in (("old", change.old, 8), ("new", change.new, 22))
    ]
    return {"shown": True, "sides": sides, "mark": sides[0]["mark"]}


@register.inclusion_tag("judge/_usage.html")
def usage_bar(used: float | None, allowed: float | None) -> dict[str, Any]:
    """How much of a limit was used."""
    return {"reach": _place(used or 0.0, 0.0, allowed) if allowed else 0.0}


def _marks(
    value: float | None,
    interval: tuple[float | None, float | None],
    mark: float | None,
    *,
    axis: tuple[float, float],
) -> dict[str, Any]:
    low, high = interval
    spread = None
    if low is not None and high is not None:
        spread = sorted((_place(low, *axis), _place(high, *axis)))
    return {
        "value": None if value is None else _place(value, *axis),
        "spread": spread,
        "mark": None if mark is None else _place(mark, *axis),
        "ticks": [_percent_of_width(step) for step in range(11)],
    }


def _percent_of_width(step: int) -> float:
    return step * WIDTH / 10


def _place(value: float, start: float, end: float) -> float:
    """Where ``value`` lies on a line from ``start`` to ``end``, 0 to WIDTH, held at the ends."""
    if start == end:
        return WIDTH
    return round(min(max((value - start) / (end - start), 0.0), 1.0) * WIDTH, 2)


def _one_decimal(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
