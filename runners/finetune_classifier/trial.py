"""A Run of a classifier: a short training on public reviews, then others of them and what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from runners.base import Case, Report, Task, Text
from runners.corpora import Review
from runners.finetune_classifier.data import load_public, training_file
from runners.finetune_classifier.params import ACCURACY, LOG_LOSS, TITLES, params_of
from runners.finetune_classifier.plan import BATCH, CLASSES
from runners.finetune_classifier.scorer import probabilities
from runners.finetune_classifier.verdict import EVEN, LABELS, logits_in
from runners.tuning import trial
from runners.tuning.scoring_job import scoring_job
from runners.tuning.trial import Base
from runners.tuning.verdict import Answers
from sandbox.job import Job

HELP = Text(
    "每行一条短评（最多 10 行），给出训练后的模型怎样判断。",
    "One review a line (at most 10): what the trained model makes of it.",
)
LEAST = 1e-12  # a probability of 0 must not make a loss infinite


@dataclass(frozen=True, slots=True)
class Trial:
    """The training job, and the reviews to ask about."""

    job: Job
    base: Base
    trained: int
    held: Sequence[Review]
    typed: list[str]
    max_tokens: int


def plan(task: Task, typed: str) -> Trial:
    """Plan a Run.

    Raises:
        SandboxError: the base model is not installed.
    """
    params, base = params_of(task.problem), trial.open_base(task, CLASSES)
    train, held = trial.parted(load_public(task.problem))
    rows = training_file(list(train), np.random.default_rng(trial.SEED))
    job = trial.job_of(task, params, base, rows)
    return Trial(job, base, len(train), held, trial.lines_of(typed), params.max_tokens)


def asking(task: Task, planned: Trial, weights: bytes) -> Job:
    """The trusted job: the reviews that were kept out, and those that were typed."""
    texts = {"held": [one.text for one in planned.held], "typed": planned.typed}
    asked = {
        name: {"do": "classify", "texts": given, "batch": BATCH, "max_tokens": planned.max_tokens}
        for name, given in texts.items()
        if given
    }
    return scoring_job(task, "classifier", planned.base.files, weights, asked)


def report(planned: Trial, draft: Report, answers: Answers) -> Report:
    """What the weights made of them."""
    chances = probabilities(logits_in(answers["held"]))
    labels = np.array([one.label for one in planned.held])
    right = ((chances > EVEN) == labels).astype(np.float64)
    losses = -np.log(np.maximum(np.where(labels == 1, chances, 1 - chances), LEAST))
    metrics = (
        trial.mean_metric(ACCURACY, TITLES[ACCURACY], right, "higher"),
        trial.mean_metric(LOG_LOSS, TITLES[LOG_LOSS], losses, "lower"),
    )
    shown = [
        _case(Text(f"短评 {number}", f"Review {number}"), one.text, float(chance), one.label)
        for number, (one, chance) in enumerate(zip(planned.held[: trial.SHOWN], chances, strict=False), 1)
    ]
    typed = []
    if planned.typed:
        said = probabilities(logits_in(answers["typed"]))
        typed = [
            _case(Text(f"第 {number} 行", f"Line {number}"), text, float(chance))
            for number, (text, chance) in enumerate(zip(planned.typed, said, strict=True), 1)
        ]
    return trial.finished(draft, planned.trained, metrics, shown, typed)


def _case(title: Text, text: str, chance: float, label: int | None = None) -> Case:
    said = int(chance > EVEN)
    return Case(
        title=title,
        passed=label is None or said == label,
        given=text,
        expected="" if label is None else LABELS[label],
        got=f"{LABELS[said]}，p(1) = {chance:.3f}",
        typed="" if label is None else text,
    )
