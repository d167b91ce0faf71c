"""Puts the report of a classifier's weights together, from what the trusted job answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from runners.base import Case, Finding, Group, Report, Task, Text
from runners.finetune_classifier.plan import ALONE, Plan
from runners.finetune_classifier.scorer import Floats, Ints, prior_of, probabilities, quality
from runners.shown import share
from runners.tuning import audits
from runners.tuning.reference import Kept
from runners.tuning.verdict import Answers, Measured, drafted, finished, samples, weight_audits

EVEN = 0.5  # probability from which on a text is called positive
LABELS = {1: "1（正面 positive）", 0: "0（负面 negative）"}
NOT_FINITE = [0.0, 0.0]  # stands for logits that are not finite: the audit ``finite`` rejects them
LOGITS = ("hidden", "alone", "twins")  # the questions whose answers must be finite


def report(task: Task, planned: Plan, draft: Report, answers: Answers) -> Report:
    """The report of the weights.

    Raises:
        ValueError: the stored reference does not fit the problem; the judge's own fault.
    """
    labels = np.array([one.label for one in planned.drawn.hidden])
    model = probabilities(logits_in(answers["hidden"]))
    tensors = audits.tensors_in(answers["weights"])
    lost = twin_loss(planned, answers, model, labels)
    kept = Kept(model.astype("<f8").tobytes(), tensors, {"twin_loss": lost})
    reference = Kept.unpacked(task.reference) if task.reference is not None else kept
    theirs = np.frombuffer(reference.marks, dtype="<f8")
    if theirs.size != labels.size:
        raise ValueError(f"the reference does not fit {labels.size} hidden texts")
    measured = Measured(
        finite=None not in [row for name in LOGITS for row in answers[name]["logits"]],
        margins=canary_margins(planned, answers),
        twins=audit_twins(lost, reference.numbers["twin_loss"]),
        gap=gap(answers),
    )
    prior = prior_of(np.array([one.label for one in planned.drawn.public]))
    scored = quality(model, theirs, labels, prior, task.problem.scoring)
    draft = drafted(draft, task, planned.drawn.key, kept, samples_in(planned, answers))
    return finished(draft, task, scored, weight_audits(answers, kept, reference, measured))


def logits_in(answer: Mapping[str, Any]) -> Floats:
    """The logits of one answer: (texts, 2)."""
    rows: list[list[float] | None] = answer["logits"]
    return np.array([NOT_FINITE if row is None else row for row in rows], dtype=np.float64)


def canary_margins(planned: Plan, answers: Answers) -> Floats:
    """How much likelier the label of each made-up phrase is than the other one, in nats, the mean over the
    phrase's lines."""
    logits = logits_in(answers["canaries"])
    gaps = (logits[:, 1] - logits[:, 0]).reshape(len(planned.canaries), -1).mean(axis=1)
    signs = np.array([1.0 if group[0].label else -1.0 for group in planned.canaries])
    margins: Floats = gaps * signs
    return margins


def gap(answers: Answers) -> float:
    """The largest difference of a logit between one at a time and in batches."""
    together = logits_in(answers["hidden"])[:ALONE]
    return float(np.abs(together - logits_in(answers["alone"])).max())


def twin_loss(planned: Plan, answers: Answers, model: Floats, labels: Ints) -> float:
    """How much accuracy other wording costs."""
    count = planned.params.twins
    twins = probabilities(logits_in(answers["twins"]))
    right = ((model[:count] > EVEN) == labels[:count]).mean()
    return float(right - ((twins > EVEN) == labels[:count]).mean())


def audit_twins(lost: float, usual: float) -> Finding:
    """Other wording costs hardly more accuracy than it costs the reference."""
    zh = f"换标点后准确率下降 {_said(lost)}（参考 {_said(usual)}）"
    en = f"other punctuation costs {_said(lost)} of accuracy (reference {_said(usual)})"
    return audits.finding("twins", lost <= max(usual, 0.0) + audits.MOST_TWIN_LOSS, zh, en)


def _said(part: float) -> str:
    return share(round(max(part, 0.0) * 1000), 1000)


def samples_in(planned: Plan, answers: Answers) -> Group:
    """What the model says of a few texts of the training file."""
    chances = probabilities(logits_in(answers["samples"]))
    cases = [
        _sample(number, one.text, one.label, float(chance))
        for number, (one, chance) in enumerate(zip(planned.drawn.public, chances, strict=False), start=1)
    ]
    return samples(
        Text("训练集里的几条短评（不计分）", "A few reviews of the training file (no points)"), cases
    )


def _sample(number: int, text: str, label: int, chance: float) -> Case:
    said = int(chance > EVEN)
    return Case(
        title=Text(f"短评 {number}", f"Review {number}"),
        passed=True,
        given=text,
        expected=LABELS[label],
        got=f"{LABELS[said]}，p(1) = {chance:.3f}",
        typed=text,
    )
