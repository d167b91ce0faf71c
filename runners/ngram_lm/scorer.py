"""Scores valid distributions: perplexity and next-word accuracy, between the unigram model and the
reference. Pure functions; validity was checked by ``audits``.

Perplexity is exp of the mean of -ln p(target) over the scored positions, one in each hidden passage:
natural logarithm, per word of the judge's vocabulary with <unk> and </s>. Accuracy is the share of
positions whose target has the largest probability; k words that tie for it count 1/k each.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from runners.base import Metric, Text
from runners.ngram_lm.data import Drawn, Ids
from runners.ngram_lm.params import ACCURACY, PERPLEXITY
from runners.ngram_lm.replies import Rows
from runners.shown import measured, share, shown_metric
from runners.statistics import bootstrap_means, interval

Floats = NDArray[np.float64]
TITLES = {PERPLEXITY: Text("困惑度", "Perplexity"), ACCURACY: Text("下一个词的准确率", "Next-word accuracy")}


@dataclass(frozen=True, slots=True)
class Marks:
    """What a model got at each position: ``losses`` = -ln p(target), may be inf; ``hits`` in [0, 1].
    Both (positions,), in the order of the drawn positions."""

    losses: Floats
    hits: Floats

    def packed(self) -> bytes:
        """As bytes, for the reference: little-endian float64, losses then hits."""
        return np.concatenate([self.losses, self.hits]).astype("<f8").tobytes()

    def at(self, places: Ids) -> Marks:
        """The marks at some of the positions."""
        return Marks(self.losses[places], self.hits[places])

    @classmethod
    def unpacked(cls, content: bytes, positions: int) -> Marks:
        """The inverse of ``packed``.

        Raises:
            ValueError: the bytes are not of this many positions; our own fault.
        """
        numbers = np.frombuffer(content, dtype="<f8")
        if numbers.size != 2 * positions or not np.isfinite(numbers).all():
            raise ValueError(f"the reference does not fit {positions} positions")
        return cls(numbers[:positions], numbers[positions:])


def marks_of(rows: Rows, order: Ids, targets: Ids) -> Marks:
    """Mark the answers. ``rows``: (positions, columns) as asked; ``order``: row -> position;
    ``targets``: the target's column for each position."""
    asked = targets[order]
    p = rows[np.arange(len(rows)), asked].astype(np.float64)
    largest = rows.max(axis=1)
    tied = (rows == largest[:, None]).sum(axis=1)
    losses, hits = np.empty(len(rows)), np.empty(len(rows))
    with np.errstate(divide="ignore"):
        losses[order] = -np.log(p)
    hits[order] = np.where(p == largest, 1 / tied, 0.0)
    return Marks(losses, hits)


def unigram_marks(drawn: Drawn) -> Marks:
    """At the whole pool: what the relative frequencies of the public text get: the floor of the scale."""
    p = drawn.counts / drawn.counts.sum()
    with np.errstate(divide="ignore"):
        losses = -np.log(p[drawn.targets])
    return Marks(losses, (drawn.targets == int(np.argmax(p))).astype(np.float64))


@dataclass(frozen=True, slots=True)
class Quality:
    """The metrics as they are shown, the sum of their points, and its 95% interval."""

    metrics: tuple[Metric, ...]
    points: float
    low: float
    high: float


def quality(model: Marks, floor: Marks, reference: Marks, scoring: Mapping[str, float]) -> Quality:
    """Score ``model`` on the lines from ``floor`` (0) to ``reference`` (1), capped for the points.

    All three are resampled together, so the intervals are of paired comparisons.
    """
    zeros = int(np.isinf(model.losses).sum())
    if zeros:
        return _infinite(model, floor, reference, scoring, zeros)
    means = np.array([_columns(model, floor, reference).mean(axis=0)])
    resampled = bootstrap_means(_columns(model, floor, reference))
    metrics = (
        _metric(PERPLEXITY, means[0, :3], resampled[:, :3], scoring[PERPLEXITY]),
        _metric(ACCURACY, means[0, 3:], resampled[:, 3:], scoring[ACCURACY]),
    )
    low, high = interval(_points(resampled, scoring))
    return Quality(metrics, sum(metric.points for metric in metrics), low, high)


def _columns(model: Marks, floor: Marks, reference: Marks) -> Floats:
    """(positions, 6): ln p(target) of model, floor, reference, then their hits; more is better."""
    three = (model, floor, reference)
    return np.stack([*(-m.losses for m in three), *(m.hits for m in three)], axis=1)


def _points(means: Floats, scoring: Mapping[str, float]) -> Floats:
    perplexity = np.clip(along(means[:, :3]), 0, 1) * scoring[PERPLEXITY]
    return perplexity + np.clip(along(means[:, 3:]), 0, 1) * scoring[ACCURACY]


def along(means: Floats) -> Floats:
    """Where a mean lies between floor (0) and reference (1): columns model, floor, reference, more
    is better. Where the reference is no better than the floor: 1 if the model is as good, else 0."""
    gain, span = means[:, 0] - means[:, 1], means[:, 2] - means[:, 1]
    flat = (means[:, 0] >= means[:, 2]).astype(np.float64)
    return np.divide(gain, span, out=flat, where=span > 0)


def _metric(key: str, means: Floats, resampled: Floats, points: float) -> Metric:
    shown = _perplexity if key == PERPLEXITY else float
    low, high = sorted(interval(resampled[:, 0], shown))
    part = float(along(means[None])[0])
    told = measured(part)
    part_low, part_high = interval(along(resampled), measured)
    metric = Metric(
        key=key,
        title=TITLES[key],
        value=shown(float(means[0])),
        low=low,
        high=high,
        better="lower" if key == PERPLEXITY else "higher",
        floor=shown(float(means[1])),
        reference=shown(float(means[2])),
        of_reference=part,
        points=points * min(max(part, 0.0), 1.0),
        max_points=points,
        note=Text(
            f"达到参考的 {told:.1%}（95% 区间 {part_low:.1%} 至 {part_high:.1%}）",
            f"{told:.1%} of the reference (95% interval {part_low:.1%} to {part_high:.1%})",
        ),
    )
    return shown_metric(metric)


def _perplexity(mean: float) -> float:
    return math.exp(-mean)


def _infinite(
    model: Marks, floor: Marks, reference: Marks, scoring: Mapping[str, float], zeros: int
) -> Quality:
    """p(target) = 0 somewhere is valid, but the perplexity is infinite: no quality points."""
    part = share(zeros, len(model.losses))
    note = Text(
        f"在 {part} 的位置上给正确词的概率为 0，困惑度为无穷大，质量部分不得分",
        f"the right word got probability 0 at {part} of the positions: "
        "the perplexity is infinite and quality earns no points",
    )
    perplexity = Metric(
        PERPLEXITY,
        TITLES[PERPLEXITY],
        *(None, None, None, "lower"),
        floor=math.exp(floor.losses.mean()),
        reference=math.exp(reference.losses.mean()),
        max_points=scoring[PERPLEXITY],
        note=note,
    )
    means = bootstrap_means(model.hits[:, None])[:, 0]
    low, high = interval(means)
    accuracy = Metric(
        ACCURACY,
        TITLES[ACCURACY],
        *(float(model.hits.mean()), low, high, "higher"),
        floor=float(floor.hits.mean()),
        reference=float(reference.hits.mean()),
        max_points=scoring[ACCURACY],
    )
    return Quality((shown_metric(perplexity), shown_metric(accuracy)), 0.0, 0.0, 0.0)
