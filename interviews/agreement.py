"""How far raters agree. Pure.

Every pair of raters of the same sitting counts once for each criterion. The kappa has quadratic weights
(Cohen 1968), 1 - sum(w * observed) / sum(w * expected) with w = (i - j)^2, and chance from the points of all
raters together (as Scott 1955), since no rater is the first one. It needs two pairs, and points that differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

FEWEST_PAIRS = 2


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of one criterion: pairs of ratings, the share of them that are equal, the share at most one point
    apart, and the kappa (None where it means nothing)."""

    pairs: int
    equal: float
    within_one: float
    kappa: float | None


def agreement(sittings: Iterable[Mapping[int, int]]) -> Agreement | None:
    """Agreement on one criterion. Each sitting maps raters to points; None when no two rated the same one."""
    pairs = [pair for ratings in sittings for pair in combinations(ratings.values(), 2)]
    if not pairs:
        return None
    apart = [abs(one - other) for one, other in pairs]
    return Agreement(
        pairs=len(pairs),
        equal=apart.count(0) / len(apart),
        within_one=sum(difference <= 1 for difference in apart) / len(apart),
        kappa=weighted_kappa(pairs),
    )


def weighted_kappa(pairs: list[tuple[int, int]]) -> float | None:
    """The kappa of the pairs, taken both ways."""
    if len(pairs) < FEWEST_PAIRS:
        return None
    both = pairs + [(other, one) for one, other in pairs]
    points = Counter(one for one, _ in both)
    total = len(both)
    observed = sum((one - other) ** 2 for one, other in both) / total
    expected = sum((i - j) ** 2 * points[i] * points[j] for i in points for j in points) / total**2
    return None if expected == 0 else 1 - observed / expected
