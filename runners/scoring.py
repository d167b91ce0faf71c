"""What every kind's scoring table must be."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from runners.base import Fault, Text


def scoring_faults(scoring: Mapping[str, float], keys: Collection[str]) -> list[Fault]:
    """What is wrong with the scoring table."""
    if set(scoring) != set(keys):
        names = ", ".join(keys)
        return [Fault(Text(f"键应为 {names}", f"the keys must be {names}"), ("scoring",))]
    negative = Text("分值不能为负", "points cannot be negative")
    wrong = [Fault(negative, ("scoring", key)) for key, points in scoring.items() if points < 0]
    if abs((total := sum(scoring.values())) - 100) > 1e-9:
        why = Text(f"分值之和为 {total:g}，应为 100", f"the points sum to {total:g}, not to 100")
        wrong.append(Fault(why, ("scoring",)))
    return wrong
