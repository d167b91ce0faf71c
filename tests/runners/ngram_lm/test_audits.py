"""Distributions are rejected for one value out of order, with what was measured."""

from __future__ import annotations

import numpy as np
import pytest

from runners.ngram_lm.audits import audit_replay, audit_sums, audit_values
from runners.ngram_lm.replies import Rows


def rows() -> Rows:
    return np.full((3, 4), 0.25, dtype=np.float32)


def changed(value: float) -> Rows:
    wrong = rows()
    wrong[1, 2] = value
    return wrong


@pytest.mark.parametrize("value", [0.0, -0.0, 1.0, 1e-45])
def test_values_at_the_borders_are_valid(value: float) -> None:
    assert audit_values(changed(value)).passed


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (float("nan"), "that are not finite"),
        (float("inf"), "that are not finite"),
        (-1e-30, "below 0"),
        (1.0000002, "above 1"),
    ],
)
def test_one_value_out_of_order_fails_with_its_kind(value: float, kind: str) -> None:
    found = audit_values(changed(value))
    assert (found.passed, found.evidence.en) == (False, f"33 % of the positions fail: values {kind}")


def test_values_that_are_all_not_finite_fail() -> None:
    assert not audit_values(np.full((2, 2), np.nan, dtype=np.float32)).passed


@pytest.mark.parametrize(
    ("value", "passed"), [(0.25009, True), (0.24991, True), (0.2502, False), (0.2498, False)]
)
def test_sum_may_be_off_by_the_tolerance_only(value: float, passed: bool) -> None:
    assert audit_sums(changed(value)).passed is passed


def test_sum_failure_names_the_worst_in_round_numbers() -> None:
    assert audit_sums(changed(0.5123)).evidence.en == (
        "33 % of the positions do not sum to 1 within 0.0001; the worst is off by 0.3"
    )


def test_sum_that_is_no_number_fails() -> None:
    assert not audit_sums(changed(float("nan"))).passed


@pytest.mark.parametrize(("gap", "passed"), [(0.0, True), (5e-7, True), (5e-6, False), (float("nan"), False)])
def test_replay_must_agree(gap: float, passed: bool) -> None:
    assert audit_replay(rows(), changed(0.25 + gap)).passed is passed
