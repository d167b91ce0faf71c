"""Numbers from many measurements: percentiles, and what rounds that were measured together say in pairs.

Pure arithmetic; it measures nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

T = TypeVar("T")
RESAMPLES, SEED = 10_000, 20260131


@dataclass(frozen=True, slots=True)
class Spread:
    """How ``n`` measurements lie, in their own unit. Percentiles are interpolated."""

    n: int
    p50: float
    p95: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Paired:
    """The median of differences within the rounds, with its 95% interval by resampling rounds."""

    median: float
    low: float
    high: float


def spread(values: Sequence[float]) -> Spread:
    """Sum up measurements.

    Raises:
        ValueError: there are none.
    """
    if not values:
        raise ValueError("nothing was measured")
    p50, p95 = np.percentile(values, [50, 95])
    return Spread(len(values), *(round(float(one), 2) for one in (p50, p95, min(values), max(values))))


def paired(theirs: Sequence[float], ours: Sequence[float]) -> Paired:
    """How much more theirs took than ours in the same round; both have one value a round."""
    more = np.subtract(theirs, ours)
    drawn = np.random.default_rng(SEED).choice(more, (RESAMPLES, len(more)))  # (resamples, rounds)
    low, high = np.percentile(np.median(drawn, axis=1), [2.5, 97.5])
    return Paired(*(round(float(one), 2) for one in (np.median(more), low, high)))


def rotated(items: Sequence[T], by: int) -> list[T]:
    """The same items, each at the front once in as many rounds."""
    start = by % len(items)
    return [*items[start:], *items[:start]]
