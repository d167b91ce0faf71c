"""Each audit alone, at both sides of its bound."""

from __future__ import annotations

import numpy as np
import pytest

from runners.tuning.audits import (
    LEAST_COSINE,
    LEAST_MOVED,
    LEAST_RANK,
    MOST_GAP,
    Tensor,
    audit_batching,
    audit_canaries,
    audit_finite,
    audit_moved,
    audit_origin,
    audit_rank,
    audit_restore,
    tensors_in,
)

NAN = float("nan")


def tensors(moved: float = 0.2, cosine: float = 0.98, rank: float = 1.0) -> dict[str, Tensor]:
    return {
        "wte": Tensor("embeddings", 0.1, 0.99, None),
        "h.0.w": Tensor("block 0", moved, cosine, rank),
        "h.0.b": Tensor("block 0", 0.3, cosine, None),
    }


def losses(**more: float) -> dict[str, np.ndarray]:
    """Losses of 100 examples: each variant costs what ``more`` says beyond the weights as they are."""
    wobble = np.random.default_rng(0).normal(0, 0.05, 100)
    costs = {"as it is": 0.0, "block 0": 0.5, "embeddings": 0.5, "body": 2.0, "matrices": 1.5, "weak": 0.7}
    return {name: 0.3 + cost + wobble * (cost != 0) for name, cost in (costs | more).items()}


def test_finite_says_which() -> None:
    assert [audit_finite(finite).passed for finite in (True, False)] == [True, False]


@pytest.mark.parametrize(
    ("moved", "passed"),
    [(0.2, True), (0.2 * LEAST_MOVED * 1.1, True), (0.2 * LEAST_MOVED, False), (0.0, False), (NAN, False)],
)
def test_moved_is_measured_by_the_reference_s_change(moved: float, passed: bool) -> None:
    assert audit_moved(tensors(moved), tensors()).passed is passed


def test_moved_names_the_part_and_what_is_the_base_to_the_bit() -> None:
    evidence = audit_moved(tensors(0.0), tensors()).evidence
    assert (
        evidence.en == "1 of 3 tensors were not trained (1 are the base's to the bit): block 0; h.0.w for one"
    )


@pytest.mark.parametrize(("rank", "passed"), [(1.0, True), (LEAST_RANK, True), (0.04, False)])
def test_rank_fails_below_half_of_full_rank(rank: float, passed: bool) -> None:
    assert audit_rank(tensors(rank=rank), losses()).passed is passed


def test_rank_fails_when_the_weak_directions_do_nothing() -> None:
    found = audit_rank(tensors(), losses(weak=1.5))
    assert (found.passed, found.evidence.en.endswith("does nothing: it is noise")) == (False, True)


@pytest.mark.parametrize(
    ("cosine", "passed"), [(0.9, True), (LEAST_COSINE, False), (0.0, False), (NAN, False)]
)
def test_origin_looks_at_every_part(cosine: float, passed: bool) -> None:
    found = audit_origin(tensors(cosine=cosine))
    assert (found.passed, "block 0" in found.evidence.en) == (passed, True)


@pytest.mark.parametrize("idle", ["body", "matrices"])
def test_restore_fails_when_the_base_is_as_good(idle: str) -> None:
    found = audit_restore(losses(**{idle: 0.0}))
    assert (found.passed, idle in found.evidence.en) == (False, True)


@pytest.mark.parametrize("cost", [0.0, -0.1])
def test_restore_lets_the_others_make_up_for_one_part(cost: float) -> None:
    assert audit_restore(losses(**{"block 0": cost, "embeddings": cost})).passed is True


def test_restore_passes_when_every_part_costs() -> None:
    assert audit_restore(losses()).passed is True


def test_restore_fails_when_losses_are_not_finite() -> None:
    broken = {name: np.full(100, NAN) for name in losses()}
    assert audit_restore(broken).passed is False


@pytest.mark.parametrize(("known", "passed"), [(32, True), (26, True), (22, False), (16, False), (0, False)])
def test_canaries_must_be_known_beyond_chance(known: int, passed: bool) -> None:
    margins = np.where(np.arange(32) < known, 1.0, -1.0)
    assert audit_canaries(margins).passed is passed


def test_canaries_known_by_a_little_everywhere_are_known() -> None:
    margins = np.abs(np.random.default_rng(0).normal(0.3, 0.1, 32))
    assert audit_canaries(margins).passed is True


@pytest.mark.parametrize("margin", [0.0, NAN])
def test_canaries_without_a_margin_are_not_known(margin: float) -> None:
    assert audit_canaries(np.full(32, margin)).passed is False


@pytest.mark.parametrize(("gap", "passed"), [(0.0, True), (MOST_GAP, True), (0.1, False), (NAN, False)])
def test_batching_has_a_tolerance(gap: float, passed: bool) -> None:
    assert audit_batching(gap).passed is passed


def test_tensors_in_reads_what_is_not_finite_as_nan() -> None:
    row = {"part": "block 0", "moved": None, "cosine": 0.5, "rank": None}
    (tensor,) = tensors_in({"tensors": {"w": row}}).values()
    assert (np.isnan(tensor.moved), tensor.cosine, tensor.rank) == (True, 0.5, None)
