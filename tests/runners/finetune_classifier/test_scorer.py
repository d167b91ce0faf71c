"""Metrics against scikit-learn-like computations by hand, and how a model stands to the reference."""

from __future__ import annotations

import math

import numpy as np
import pytest

from runners.base import Standing
from runners.finetune_classifier.scorer import levels, prior_of, probabilities, quality

LABELS = np.array([1, 1, 1, 0, 0, 0, 0, 1] * 50)
SCORING = {"accuracy": 60.0, "macro_f1": 15.0, "log_loss": 25.0}


def model(right: float, sure: float = 0.9, seed: int = 0) -> np.ndarray:
    """Probabilities of label 1: right in a share of the texts, and as sure of all."""
    hit = np.random.default_rng(seed).random(len(LABELS)) < right
    return np.where(hit == (LABELS == 1), sure, 1 - sure)


def test_probabilities_are_the_softmax_of_the_logits() -> None:
    logits = np.array([[0.0, 0.0], [1.0, 3.0], [-1e9, 1e9]])
    assert probabilities(logits).tolist() == pytest.approx([0.5, 1 / (1 + math.exp(-2)), 1.0])


def test_levels_of_four_texts_by_hand() -> None:
    labels, chances = np.array([1, 1, 0, 0]), np.array([0.8, 0.4, 0.3, 0.6])
    found = {key: float(value[0]) for key, value in levels(np.ones((1, 4)), labels, chances).items()}
    assert found == pytest.approx(
        {
            "accuracy": 0.5,
            "macro_f1": 0.5,
            "log_loss": -(math.log(0.8) + math.log(0.4) + math.log(0.7) + math.log(0.4)) / 4,
            # Two wrong at confidence 0.6 share a bin; right ones at 0.8 and 0.7 have bins of their own.
            "ece": (1.2 + 0.2 + 0.3) / 4,
        }
    )


def test_reference_itself_earns_all_and_is_on_par() -> None:
    found = quality(model(0.85), model(0.85), LABELS, 0.5, SCORING)
    assert (found.points, found.low, found.high) == (100.0, 100.0, 100.0)
    assert [metric.standing for metric in found.metrics] == [Standing.ON_PAR] * 4


def test_guess_by_frequency_earns_nothing() -> None:
    prior = prior_of(LABELS)
    found = quality(np.full(len(LABELS), prior), model(0.85), LABELS, prior, SCORING)
    assert found.points == 0.0


def test_better_and_worse_are_told_by_paired_tests() -> None:
    better = quality(model(0.99), model(0.8, seed=1), LABELS, 0.5, SCORING)
    worse = quality(model(0.7), model(0.9, seed=1), LABELS, 0.5, SCORING)
    assert [metric.standing for metric in better.metrics[:3]] == [Standing.BETTER] * 3
    assert [metric.standing for metric in worse.metrics[:3]] == [Standing.WORSE] * 3
    assert better.points == 100.0
    assert 0 < worse.points < 80


def test_one_class_always_has_half_of_a_macro_f1() -> None:
    found = quality(np.full(len(LABELS), 0.9), model(0.85), LABELS, 0.5, SCORING)
    accuracy, macro_f1 = found.metrics[:2]
    assert (accuracy.value, macro_f1.value) == (0.5, 0.333)


def test_calibration_error_is_shown_and_earns_nothing() -> None:
    ece = quality(model(0.85), model(0.85), LABELS, 0.5, SCORING).metrics[3]
    assert (ece.key, ece.points, ece.max_points, ece.floor) == ("ece", 0.0, 0.0, None)
