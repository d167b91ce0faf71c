"""Scores a classifier at the hidden texts: accuracy, macro-F1, log-loss and calibration, beside the
reference.

Probabilities in, metrics out; nothing is judged right or wrong as a submission. Everything is paired with the
reference at the same texts and resampled together with it. Logarithms are natural.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from runners.base import Metric, Standing, Text
from runners.finetune_classifier.params import ACCURACY, ECE, LOG_LOSS, MACRO_F1, TITLES
from runners.shown import measured, shown_metric
from runners.statistics import BLOCK, BOOTSTRAP_SEED, RESAMPLES, interval, mcnemar

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BINS = 15  # of confidence, for the calibration error (Guo et al., 2017)
LEAST = 1e-7  # a probability below it counts as this much, so that one answer cannot cost everything
LIKELY = 0.05  # a difference that chance gives more often is none


@dataclass(frozen=True, slots=True)
class Quality:
    """The metrics as they are shown, the sum of their points, and its 95% interval."""

    metrics: tuple[Metric, ...]
    points: float
    low: float
    high: float


def probabilities(logits: Floats) -> Floats:
    """The probability of the label 1: (texts, 2) -> (texts,). Softmax, in double precision."""
    gap = np.clip(logits[:, 1] - logits[:, 0], -700, 700)
    chances: Floats = 1 / (1 + np.exp(-gap))
    return chances


def levels(counts: Floats, labels: Ints, chances: Floats) -> dict[str, Floats]:
    """Every metric for each row of ``counts``, (resamples, texts): how often each text was drawn. Each is
    (resamples,)."""
    said = (chances > 0.5).astype(np.int64)
    right = (said == labels).astype(np.float64)
    true = np.where(labels == 1, chances, 1 - chances)
    totals = counts.sum(axis=1)
    return {
        ACCURACY: counts @ right / totals,
        MACRO_F1: (_f1(counts, labels, said, 1) + _f1(counts, labels, said, 0)) / 2,
        LOG_LOSS: counts @ -np.log(np.clip(true, LEAST, 1.0)) / totals,
        ECE: _calibration(counts, np.maximum(chances, 1 - chances), right) / totals,
    }


def _f1(counts: Floats, labels: Ints, said: Ints, label: int) -> Floats:
    both = counts @ ((labels == label) & (said == label)).astype(np.float64)
    either = counts @ ((labels == label).astype(np.float64) + (said == label))
    found: Floats = np.divide(2 * both, either, out=np.zeros_like(both), where=either > 0)
    return found


def _calibration(counts: Floats, confidence: Floats, right: Floats) -> Floats:
    """Over bins of confidence: |sum of (right - confidence)|, summed; (resamples,)."""
    bins = np.minimum(((confidence - 0.5) * 2 * BINS).astype(np.int64), BINS - 1)
    gaps = np.zeros((len(confidence), BINS))
    gaps[np.arange(len(confidence)), bins] = right - confidence
    total: Floats = np.abs(counts @ gaps).sum(axis=1)
    return total


def quality(
    model: Floats, reference: Floats, labels: Ints, prior: float, scoring: Mapping[str, float]
) -> Quality:
    """Score ``model`` on the lines from a guess by the frequency ``prior`` of label 1 (0) to ``reference``
    (1).

    ``model``, ``reference``: the probabilities of label 1, (texts,).
    """
    three = (model, np.full(len(labels), prior), reference)
    means, drawn = _levels_of(np.ones((1, len(labels))), labels, three), _resampled(labels, three)
    metrics, points = [], np.zeros(RESAMPLES)
    for key in (*scoring, ECE):
        most, rows = scoring.get(key, 0.0), drawn[key]
        metrics.append(_metric(key, means[key][0], rows, most, _standing(key, rows, three, labels)))
        points += np.clip(along(key, rows), 0, 1) * most
    low, high = interval(points)
    return Quality(tuple(metrics), sum(metric.points for metric in metrics), low, high)


def _levels_of(counts: Floats, labels: Ints, three: Sequence[Floats]) -> dict[str, Floats]:
    """Every metric of model, floor and reference: (resamples, 3) each."""
    each = [levels(counts, labels, chances) for chances in three]
    return {key: np.stack([one[key] for one in each], axis=1) for key in TITLES}


def _resampled(labels: Ints, three: Sequence[Floats]) -> dict[str, Floats]:
    """The same over resampled texts, all three at the same ones: (RESAMPLES, 3) each."""
    rng, size = np.random.default_rng(BOOTSTRAP_SEED), len(labels)
    even = np.full(size, 1 / size)
    blocks = [
        _levels_of(rng.multinomial(size, even, size=BLOCK).astype(np.float64), labels, three)
        for _ in range(RESAMPLES // BLOCK)
    ]
    return {key: np.concatenate([block[key] for block in blocks]) for key in TITLES}


def along(key: str, values: Floats) -> Floats:
    """Where a value lies between floor (0) and reference (1): columns model, floor, reference. Where the
    reference is no better than the floor: 1 if the model is as good as the reference, else 0."""
    sign = -1.0 if key in {LOG_LOSS, ECE} else 1.0
    gain, span = sign * (values[:, 0] - values[:, 1]), sign * (values[:, 2] - values[:, 1])
    flat = (sign * values[:, 0] >= sign * values[:, 2]).astype(np.float64)
    return np.divide(gain, span, out=flat, where=span > 0)


def _standing(key: str, rows: Floats, three: Sequence[Floats], labels: Ints) -> Standing:
    """How the model stands to the reference: by McNemar's test for accuracy, else by the 95% interval of the
    paired difference."""
    if key == ACCURACY:
        ours, theirs = ((chances > 0.5) == labels for chances in (three[0], three[2]))
        won, lost = int((ours & ~theirs).sum()), int((theirs & ~ours).sum())
        if mcnemar(won, lost) > LIKELY:
            return Standing.ON_PAR
        return Standing.BETTER if won > lost else Standing.WORSE
    sign = -1.0 if key in {LOG_LOSS, ECE} else 1.0
    low, high = interval(sign * (rows[:, 0] - rows[:, 2]))
    if low > 0:
        return Standing.BETTER
    return Standing.WORSE if high < 0 else Standing.ON_PAR


def _metric(key: str, values: Floats, rows: Floats, points: float, standing: Standing) -> Metric:
    low, high = interval(rows[:, 0])
    part = float(along(key, values[None])[0])
    told = measured(part)
    scored = key != ECE
    metric = Metric(
        key=key,
        title=TITLES[key],
        value=float(values[0]),
        low=low,
        high=high,
        better="lower" if key in {LOG_LOSS, ECE} else "higher",
        floor=float(values[1]) if scored else None,
        reference=float(values[2]),
        of_reference=part if scored else None,
        points=points * min(max(part, 0.0), 1.0),
        max_points=points,
        note=Text(f"达到参考的 {told:.0%}", f"{told:.0%} of the reference") if scored else None,
        standing=standing,
    )
    return shown_metric(metric)


def prior_of(labels: Ints) -> float:
    """The share of label 1, which a model that does not read knows from the training file."""
    return math.fsum(labels) / len(labels)
