"""The statistics agree with published values and with themselves."""

from __future__ import annotations

import numpy as np
import pytest

from runners.statistics import bootstrap_means, chi_square, chi_square_head, chi_square_tail, interval


@pytest.mark.parametrize(
    ("statistic", "freedom", "tail"),
    [
        (3.841459, 1, 0.05),
        (5.991465, 2, 0.05),
        (7.814728, 3, 0.05),
        (18.307038, 10, 0.05),
        (13.815511, 2, 0.001),
    ],
)
def test_chi_square_tail_equals_published_critical_values(
    statistic: float, freedom: int, tail: float
) -> None:
    assert chi_square_tail(statistic, freedom) == pytest.approx(tail, rel=1e-5)


def test_chi_square_tail_of_nothing_is_certain() -> None:
    assert [chi_square_tail(0.0, freedom) for freedom in range(5)] == [1.0] * 5


@pytest.mark.parametrize(
    ("statistic", "freedom", "head"),
    [
        (0.0039321, 1, 0.05),
        (0.102587, 2, 0.05),
        (3.940299, 10, 0.05),
        (14.953457, 30, 0.01),
        (43.773, 30, 0.95),
    ],
)
def test_chi_square_head_equals_published_critical_values(
    statistic: float, freedom: int, head: float
) -> None:
    assert chi_square_head(statistic, freedom) == pytest.approx(head, rel=1e-4)


def test_chi_square_head_of_a_very_small_statistic_is_exact() -> None:
    assert chi_square_head(2e-6, 2) == pytest.approx(1e-6, rel=1e-5)
    assert (chi_square_head(0.0, 5), chi_square_head(1.0, 0)) == (0.0, 1.0)


def test_chi_square_of_counts_in_proportion_is_zero() -> None:
    assert chi_square({"a": 10, "b": 30}, {"a": 1, "b": 3}) == (0.0, 1.0)


def test_chi_square_counts_a_word_that_never_came() -> None:
    assert chi_square({"a": 40}, {"a": 1, "b": 1})[0] == 40.0


def test_bootstrap_means_are_paired_and_repeatable() -> None:
    column = np.random.default_rng(1).normal(size=50)
    means = bootstrap_means(np.stack([column, column + 1], axis=1), resamples=600)
    assert means.shape == (600, 2)
    np.testing.assert_allclose(means[:, 1] - means[:, 0], 1.0)
    np.testing.assert_array_equal(
        means, bootstrap_means(np.stack([column, column + 1], axis=1), resamples=600)
    )


def test_interval_covers_the_standard_error() -> None:
    column = np.random.default_rng(2).normal(size=(400, 1))
    low, high = interval(bootstrap_means(column)[:, 0])
    assert (high - low) / 2 == pytest.approx(1.96 * float(column.std()) / 20, rel=0.1)
