"""Scores a model at the hidden prompts: losses of the true replies, and what its own replies are like.

Marks in, metrics out: no judging of right or wrong. Everything is paired with the reference's marks at the
same prompts, and resampled together with them. Logarithms are natural; a perplexity is per character
of the NFKC text, and the end of a reply counts as one character, so no tokenizer has an advantage.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from runners.base import Metric, Standing, Text
from runners.corpora import LANGUAGES, bare, tidy
from runners.dialogue import replies
from runners.dialogue.data import Hidden
from runners.dialogue.params import CHRF, DISTINCT, MANNERS, PERPLEXITY, TITLES
from runners.shown import measured, shown_metric
from runners.statistics import bootstrap_means, interval

Floats = NDArray[np.float64]

# Each metric is a mean of one column over the mean of another; ``ones`` is 1 everywhere.
COLUMNS = (
    "nll",  # nats, summed over the prompt's true replies and their end tokens
    "characters",  # of these replies, and 1 for each end
    "chrf",
    "novel",  # each bigram counts one over how often all the generated replies hold it
    "bigrams",
    "mannered",
    "empty",
    "echo",
    "copied",  # the generated reply is, to the letter, a reply of the training file
    "twin",  # the number of the first prompt that got the same reply
    "ones",
)
RATIOS = {
    PERPLEXITY: ("nll", "characters"),
    CHRF: ("chrf", "ones"),
    DISTINCT: ("novel", "bigrams"),
    MANNERS: ("mannered", "ones"),
}
MOST_NATS = 20.0  # a character; what is worse is told as a perplexity of e^20, which still is a number
FLOORED = frozenset({PERPLEXITY, CHRF})  # earn nothing at the base model's level; the others nothing at 0


@dataclass(frozen=True, slots=True)
class Marks:
    """What a model got: (prompts, ``COLUMNS``), in the order of the hidden prompts."""

    table: Floats

    def column(self, name: str) -> Floats:
        """One column: (prompts,)."""
        return self.table[:, COLUMNS.index(name)]

    def most_common(self) -> float:
        """The share of the prompts that got the most common reply."""
        return float(np.bincount(self.column("twin").astype(np.int64)).max() / len(self.table))


def marks_of(
    hidden: Sequence[Hidden],
    losses: Sequence[Sequence[float]],
    generated: Sequence[str],
    training: frozenset[str],
) -> Marks:
    """Mark a model. ``losses``: for each prompt those of its true replies, in nats; ``generated``: a reply
    for each prompt; ``training``: the replies of the training file, ``bare``."""
    pairs = [replies.bigrams(reply) for reply in generated]
    counts = Counter(pair for held in pairs for pair in held)
    first: dict[str, int] = {}
    rows = []
    for number, (one, nll, reply) in enumerate(zip(hidden, losses, generated, strict=True)):
        rows.append(
            [
                math.fsum(nll),
                sum(len(tidy(true)) + 1 for true in one.replies),
                replies.chrf(reply, one.replies),
                sum(1 / counts[pair] for pair in pairs[number]),
                len(pairs[number]),
                replies.is_mannered(reply, one.prompt, one.replies),
                replies.is_empty(reply),
                replies.echoes(reply, one.prompt),
                bare(reply) in training,
                first.setdefault(bare(reply), number),
                1,
            ]
        )
    return Marks(np.array(rows, dtype=np.float64))


def packed(reference: Marks, floor: Marks) -> bytes:
    """Both tables as bytes: little-endian float64."""
    return np.concatenate([reference.table, floor.table]).astype("<f8").tobytes()


def unpacked(content: bytes, prompts: int) -> tuple[Marks, Marks]:
    """The inverse of ``packed``: the reference's marks, and the floor's.

    Raises:
        ValueError: the bytes are not of this many prompts; our own fault.
    """
    numbers = np.frombuffer(content, dtype="<f8")
    if numbers.size != 2 * prompts * len(COLUMNS) or not np.isfinite(numbers).all():
        raise ValueError(f"the reference does not fit {prompts} hidden prompts")
    both = numbers.reshape(2, prompts, len(COLUMNS))
    return Marks(both[0]), Marks(both[1])


@dataclass(frozen=True, slots=True)
class Quality:
    """The metrics as they are shown, the sum of their points, and its 95% interval."""

    metrics: tuple[Metric, ...]
    points: float
    low: float
    high: float


def quality(
    model: Marks, floor: Marks, reference: Marks, scoring: Mapping[str, float], languages: Sequence[str]
) -> Quality:
    """Score ``model`` on the lines from ``floor`` (0) to ``reference`` (1), capped for the points."""
    table = np.concatenate([model.table, floor.table, reference.table], axis=1)
    resampled, means = bootstrap_means(table), table.mean(axis=0)[None]
    metrics, points = [], np.zeros(len(resampled))
    for key, most in scoring.items():
        note = _split(key, model, languages)
        metrics.append(_metric(key, levels(means, key)[0], levels(resampled, key), most, note))
        points += np.clip(along(levels(resampled, key)), 0, 1) * most
    low, high = interval(points)
    return Quality(tuple(metrics), sum(metric.points for metric in metrics), low, high)


def levels(means: Floats, key: str) -> Floats:
    """One metric of model, floor and reference out of their tables' means: (n, 3 * columns) -> (n, 3), more
    is better. Of the perplexity it is the log-likelihood per character."""
    above, below = (COLUMNS.index(name) for name in RATIOS[key])
    width = len(COLUMNS)
    top, bottom = means[:, above::width], means[:, below::width]  # (n, 3)
    ratio = np.divide(top, bottom, out=np.zeros_like(top), where=bottom > 0)
    if key not in FLOORED:
        ratio[:, 1] = 0.0
    return -ratio if key == PERPLEXITY else ratio


def along(values: Floats) -> Floats:
    """Where a value lies between floor (0) and reference (1): columns model, floor, reference. Where the
    reference is no better than the floor: 1 if the model is as good as the reference, else 0."""
    gain, span = values[:, 0] - values[:, 1], values[:, 2] - values[:, 1]
    flat = (values[:, 0] >= values[:, 2]).astype(np.float64)
    return np.divide(gain, span, out=flat, where=span > 0)


def standing(resampled: Floats) -> Standing:
    """How the model stands to the reference: by the 95% interval of their paired difference."""
    low, high = interval(resampled[:, 0] - resampled[:, 2])
    if low > 0:
        return Standing.BETTER
    return Standing.WORSE if high < 0 else Standing.ON_PAR


def _metric(key: str, values: Floats, resampled: Floats, points: float, note: Text) -> Metric:
    shown = _perplexity if key == PERPLEXITY else float
    low, high = sorted(interval(resampled[:, 0], shown))
    part = float(along(values[None])[0])
    told = measured(part)
    metric = Metric(
        key=key,
        title=TITLES[key],
        value=shown(float(values[0])),
        low=low,
        high=high,
        better="lower" if key == PERPLEXITY else "higher",
        floor=shown(float(values[1])),
        reference=shown(float(values[2])),
        of_reference=part,
        points=points * min(max(part, 0.0), 1.0),
        max_points=points,
        note=Text(f"达到参考的 {told:.0%}；{note.zh}", f"{told:.0%} of the reference; {note.en}"),
        standing=standing(resampled),
    )
    return shown_metric(metric)


def _perplexity(value: float) -> float:
    return math.exp(min(-value, MOST_NATS))


def _split(key: str, model: Marks, languages: Sequence[str]) -> Text:
    """The metric in each language."""
    values = {}
    for language in LANGUAGES.values():
        rows = model.table[np.array([one == language for one in languages])]
        value = levels(np.tile(rows.mean(axis=0), 3)[None], key)[0, 0]
        values[language] = measured(_perplexity(value) if key == PERPLEXITY else value)
    return Text(
        f"中文 {values['zh']:g}，英文 {values['en']:g}", f"Chinese {values['zh']:g}, English {values['en']:g}"
    )
