"""Perplexity and accuracy by their definitions, and points on the line between floor and reference."""

from __future__ import annotations

import math

import numpy as np
import pytest

from runners.ngram_lm.scorer import Marks, along, marks_of, quality

SCORING = {"perplexity": 50.0, "accuracy": 10.0}


def marks(loss: float, hits: float = 0.0, positions: int = 40) -> Marks:
    return Marks(np.full(positions, loss), np.full(positions, hits))


FLOOR, REFERENCE = marks(6.0, 0.1), marks(4.0, 0.5)


def test_marks_follow_the_order_of_the_questions() -> None:
    rows = np.array([[0.5, 0.25, 0.25], [0.1, 0.8, 0.1]], dtype=np.float32)
    found = marks_of(rows, order=np.array([1, 0]), targets=np.array([2, 0]))
    np.testing.assert_allclose(found.losses, [-math.log(0.1), -math.log(0.5)], rtol=1e-6)
    np.testing.assert_array_equal(found.hits, [0.0, 1.0])


def test_marks_share_a_hit_among_ties() -> None:
    rows = np.full((1, 4), 0.25, dtype=np.float32)
    assert marks_of(rows, np.array([0]), np.array([3])).hits.tolist() == [0.25]


def test_marks_survive_packing() -> None:
    packed = marks(2.5, 0.75).packed()
    found = Marks.unpacked(packed, 40)
    assert (found.losses.tolist(), found.hits.tolist()) == ([2.5] * 40, [0.75] * 40)
    with pytest.raises(ValueError, match="does not fit 41 positions"):
        Marks.unpacked(packed, 41)


@pytest.mark.parametrize(
    ("model", "points"),
    [
        (REFERENCE, [50.0, 10.0]),
        (FLOOR, [0.0, 0.0]),
        (marks(5.0, 0.3), [25.0, 5.0]),
        (marks(3.0, 0.9), [50.0, 10.0]),
        (marks(8.0, 0.0), [0.0, 0.0]),
    ],
)
def test_points_lie_on_the_line_and_are_capped(model: Marks, points: list[float]) -> None:
    found = quality(model, FLOOR, REFERENCE, SCORING)
    assert [metric.points for metric in found.metrics] == pytest.approx(points)
    assert (found.low, found.points, found.high) == pytest.approx((sum(points),) * 3)


def test_better_than_the_reference_is_shown_above_one() -> None:
    perplexity = quality(marks(3.0, 0.5), FLOOR, REFERENCE, SCORING).metrics[0]
    assert (perplexity.of_reference, perplexity.points) == (1.5, 50.0)
    assert perplexity.value == pytest.approx(math.exp(3), abs=0.005)
    assert (perplexity.floor, perplexity.reference) == (403.4, 54.6)


def test_interval_contains_the_value() -> None:
    rng = np.random.default_rng(3)
    model = Marks(rng.normal(5, 1, 40), rng.integers(0, 2, 40).astype(np.float64))
    perplexity = quality(model, FLOOR, REFERENCE, SCORING).metrics[0]
    assert perplexity.low is not None
    assert perplexity.value is not None
    assert perplexity.high is not None
    assert perplexity.low < perplexity.value < perplexity.high


def test_probability_zero_makes_the_perplexity_infinite_and_earns_nothing() -> None:
    losses = np.full(40, 4.0)
    losses[7] = np.inf
    found = quality(Marks(losses, np.full(40, 0.5)), FLOOR, REFERENCE, SCORING)
    assert (found.points, found.metrics[0].value) == (0.0, None)
    assert found.metrics[0].note is not None
    assert found.metrics[0].note.en.startswith("the right word got probability 0 at 2 % of the positions")


def test_where_the_reference_is_no_better_than_the_floor_equal_is_full() -> None:
    assert along(np.array([[0.5, 0.5, 0.5], [0.4, 0.5, 0.5]])).tolist() == [1.0, 0.0]
