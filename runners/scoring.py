"""What every kind's scoring table must be."""

from __future__ import annotations

from collections.abc import Collection, Mapping


def scoring_faults(scoring: Mapping[str, float], keys: Collection[str]) -> list[str]:
    """What is wrong with the scoring table."""
    if set(scoring) != set(keys):
        return [f"scoring: the keys must be {', '.join(keys)}"]
    wrong = [f"scoring.{key}: negative" for key, points in scoring.items() if points < 0]
    if abs(sum(scoring.values()) - 100) > 1e-9:
        wrong.append(f"scoring: the points sum to {sum(scoring.values()):g}, not to 100")
    return wrong
