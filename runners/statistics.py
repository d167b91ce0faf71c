"""Chance, for runners: the tail of chi-square, and bootstrap intervals. It knows no kind of problem."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RESAMPLES = 2000
BOOTSTRAP_SEED = 20260131
BLOCK = 250
SERIES = 200


def chi_square(counts: Mapping[str, int], weights: Mapping[str, float]) -> tuple[float, float]:
    """Pearson's chi-square of ``counts`` against ``weights``; every counted key must have a weight.

    Returns (statistic, probability of one at least as large by chance).
    """
    draws, total = sum(counts.values()), sum(weights.values())
    expected = {key: draws * weight / total for key, weight in weights.items()}
    statistic = sum((counts.get(key, 0) - e) ** 2 / e for key, e in expected.items())
    return statistic, chi_square_tail(statistic, len(weights) - 1)


def chi_square_tail(statistic: float, freedom: int) -> float:
    """P(X >= statistic) for X chi-square with ``freedom`` degrees; 1.0 for none.

    By the recurrence of the regularised upper incomplete gamma function,
    Q(a + 1, x) = Q(a, x) + x^a e^-x / Gamma(a + 1) (DLMF 8.8.6), with x = statistic / 2.
    """
    x = statistic / 2
    if freedom <= 0:
        return 1.0
    tail, a = (math.exp(-x), 1.0) if freedom % 2 == 0 else (math.erfc(math.sqrt(x)), 0.5)
    while a < freedom / 2:
        tail += math.exp(a * math.log(x) - x - math.lgamma(a + 1)) if x > 0 else 0.0
        a += 1
    return tail


def chi_square_head(statistic: float, freedom: int) -> float:
    """P(X <= statistic) for X chi-square with ``freedom`` degrees; 1.0 for none. Small ones are exact.

    By the series P(a, x) = x^a e^-x sum of x^k / Gamma(a + k + 1) (DLMF 8.7.1), with a half the
    degrees and x = statistic / 2.
    """
    a, x = freedom / 2, statistic / 2
    if freedom <= 0:
        return 1.0
    if x <= 0:
        return 0.0
    if x > a + 1:
        return 1 - chi_square_tail(statistic, freedom)
    terms = (math.exp((a + k) * math.log(x) - x - math.lgamma(a + k + 1)) for k in range(SERIES))
    return sum(terms)


def bootstrap_means(columns: Floats, resamples: int = RESAMPLES, seed: int = BOOTSTRAP_SEED) -> Floats:
    """Means of each column over resampled rows: (rows, k) -> (resamples, k).

    All columns are resampled together, so comparisons between them are paired.
    """
    rows = len(columns)
    rng = np.random.default_rng(seed)
    even = np.full(rows, 1 / rows)
    blocks = [
        rng.multinomial(rows, even, size=min(BLOCK, resamples - start)) @ columns / rows
        for start in range(0, resamples, BLOCK)
    ]
    return np.concatenate(blocks)


def interval(values: Floats, transform: Callable[[float], float] = float) -> tuple[float, float]:
    """The 2.5th and the 97.5th percentile, each put through a rising function."""
    low, high = np.percentile(values, [2.5, 97.5])
    return transform(float(low)), transform(float(high))


def mcnemar(won: int, lost: int) -> float:
    """The exact two-sided McNemar test: the probability that chance alone parts ``won + lost`` examples,
    which only one of two models gets right, as unevenly as this or more (McNemar, 1947; binomial with p =
    1/2)."""
    total, few = won + lost, min(won, lost)
    tail = sum(math.comb(total, k) for k in range(few + 1))
    return min(1.0, float(2 * tail / 2**total))
