"""Agreement, against figures worked out by hand."""

from __future__ import annotations

import pytest

from interviews.agreement import Agreement, agreement, weighted_kappa


def test_nobody_agrees_alone() -> None:
    assert agreement([{1: 4}, {2: 3}, {}]) is None


def test_shares_are_over_all_pairs() -> None:
    found = agreement([{1: 4, 2: 4, 3: 2}])
    assert found == Agreement(pairs=3, equal=1 / 3, within_one=1 / 3, kappa=pytest.approx(-0.5))


def test_kappa_is_1_for_equal_ratings_and_0_for_chance() -> None:
    assert weighted_kappa([(1, 1), (4, 4)]) == 1.0
    # Both raters give 1 and 4 half of the time, each in all combinations.
    assert weighted_kappa([(1, 1), (1, 4), (4, 1), (4, 4)]) == pytest.approx(0.0)


def test_kappa_weighs_by_the_square_of_the_difference() -> None:
    # Observed: (1 + 0) / 2 = 0.5. Points 1, 2, 4, 4 both ways: mean of (i - j)^2 over all 16 pairs is 3.375.
    assert weighted_kappa([(1, 2), (4, 4)]) == pytest.approx(1 - 0.5 / 3.375)


@pytest.mark.parametrize("pairs", [[(1, 2)], [(3, 3), (3, 3)]])
def test_kappa_says_nothing_without_difference(pairs: list[tuple[int, int]]) -> None:
    assert weighted_kappa(pairs) is None
