"""How exactly a report tells what was measured: every number of a hidden stage is a way to carry
hidden data out, so a report holds no more digits than a candidate needs. It judges nothing.
"""

from __future__ import annotations

from dataclasses import replace

from runners.base import Group, Metric
from sandbox.job import Result, Usage

DIGITS, DECIMALS = 4, 3  # of a metric: at most so many significant digits, and decimals
POINT_DECIMALS = 1
SECOND_DECIMALS = 2
MEMORY_STEP = 1024 * 1024 // 10


def measured(value: float) -> float:
    """A metric's value: 4 significant digits, and never more than 3 decimals."""
    return round(float(f"{value:.{DIGITS}g}"), DECIMALS)


def _measured(value: float | None) -> float | None:
    return None if value is None else measured(value)


def points(value: float) -> float:
    """Points, to one decimal."""
    return round(value, POINT_DECIMALS)


def share(part: int, whole: int) -> str:
    """A share in whole percent, for counts that a candidate could choose."""
    percent = round(100 * part / whole)
    return "< 1 %" if part and percent == 0 else f"{percent} %"


def shown_metric(metric: Metric) -> Metric:
    """The metric with rounded numbers."""
    return replace(
        metric,
        value=_measured(metric.value),
        low=_measured(metric.low),
        high=_measured(metric.high),
        floor=_measured(metric.floor),
        reference=_measured(metric.reference),
        of_reference=_measured(metric.of_reference),
        points=points(metric.points),
    )


def shown_group(group: Group) -> Group:
    """The group with rounded points."""
    return replace(group, points=points(group.points))


def shown_usage(result: Result) -> Usage:
    """What a job used, to 0.01 s and 0.1 MiB. Of the output only what may be shown is counted: how
    much is printed while hidden questions are asked is the candidate's choice."""
    used = result.usage
    return Usage(
        cpu_seconds=round(used.cpu_seconds, SECOND_DECIMALS),
        wall_seconds=round(used.wall_seconds, SECOND_DECIMALS),
        peak_memory_bytes=round(used.peak_memory_bytes / MEMORY_STEP) * MEMORY_STEP,
        output_bytes=len(result.stdout) + len(result.stderr),
    )
