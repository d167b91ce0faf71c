"""Puts the report of a dialogue model's weights together, from what the trusted job answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from runners.base import Case, Finding, Group, Report, Task, Text
from runners.corpora import bare
from runners.dialogue.audits import audit_replies
from runners.dialogue.plan import ALONE, CHOICES, Plan
from runners.dialogue.scorer import Floats, Marks, marks_of, packed, quality, unpacked
from runners.outcome import plain_text
from runners.tuning import audits
from runners.tuning.reference import Kept
from runners.tuning.verdict import Answers, Measured, drafted, finished, samples, weight_audits

NOT_FINITE = 1e9  # nats; stands for a loss that is not finite: the audit ``finite`` rejects it
MOST_TWIN_NATS = 1.0  # a token or so of the reply, beyond the reference's
LOSSES = ("hidden", "alone", "before", "after", "canaries")  # the questions that are answered with losses


def report(task: Task, planned: Plan, draft: Report, answers: Answers) -> Report:
    """The report of the weights.

    Raises:
        ValueError: the stored reference does not fit the problem; the judge's own fault.
    """
    hidden = planned.drawn.hidden
    model = marks_in(planned, answers["hidden"], answers["replies"])
    earlier = Kept.unpacked(task.reference) if task.reference is not None else None
    if earlier is None:
        theirs, floor = model, marks_in(planned, answers["base hidden"], answers["base replies"])
    else:
        theirs, floor = unpacked(earlier.marks, len(hidden))
    tensors, change = audits.tensors_in(answers["weights"]), twin_change(answers)
    kept = Kept(packed(model, floor), tensors, {"twins": change})
    reference = earlier or kept
    measured = Measured(
        finite=None not in [loss for name in LOSSES for loss in answers[name]["nll"]],
        margins=canary_margins(answers),
        twins=audit_twins(change, reference.numbers["twins"]),
        gap=gap(answers),
    )
    found = (*weight_audits(answers, kept, reference, measured), *audit_replies(model, theirs))
    scored = quality(model, floor, theirs, task.problem.scoring, [one.language for one in hidden])
    draft = drafted(draft, task, planned.drawn.key, kept, samples_in(planned, answers))
    return finished(draft, task, scored, found)


def nll_in(answer: Mapping[str, Any]) -> Floats:
    """The losses of one answer, in nats: (pairs,)."""
    return np.array([NOT_FINITE if loss is None else loss for loss in answer["nll"]], dtype=np.float64)


def marks_in(planned: Plan, likelihood: Mapping[str, Any], replies: Mapping[str, Any]) -> Marks:
    """The marks of the hidden prompts out of the losses of their replies and the generated ones."""
    losses = iter(nll_in(likelihood).tolist())
    hidden = planned.drawn.hidden
    grouped = [[next(losses) for _ in one.replies] for one in hidden]
    training = frozenset(bare(reply) for _, reply in planned.drawn.pairs)
    return marks_of(hidden, grouped, replies["replies"], training)


def canary_margins(answers: Answers) -> Floats:
    """How much likelier each check line's reply is after its own prompt than after others, in nats: how
    likely the reply is by itself cancels out."""
    losses = nll_in(answers["canaries"]).reshape(-1, CHOICES)
    margins: Floats = losses[:, 1:].mean(axis=1) - losses[:, 0]
    return margins


def gap(answers: Answers) -> float:
    """The largest difference of a reply's loss between one at a time and in batches, in nats."""
    return float(np.abs(nll_in(answers["hidden"])[:ALONE] - nll_in(answers["alone"])).max())


def twin_change(answers: Answers) -> float:
    """How much likelier the true reply is to the prompt as it stands than in other wording, in nats."""
    return float((nll_in(answers["after"]) - nll_in(answers["before"])).mean())


def audit_twins(change: float, usual: float) -> Finding:
    """Other wording of the prompt costs hardly more than it costs the reference."""
    zh = f"换个写法，回复的损失平均增加 {change:.1g} 奈特（参考 {usual:.1g}）"
    en = f"other wording of the prompt costs {change:.1g} nats a reply on average (reference {usual:.1g})"
    return audits.finding("twins", change <= max(usual, 0.0) + MOST_TWIN_NATS, zh, en)


def samples_in(planned: Plan, answers: Answers) -> Group:
    """What the model replies to a few prompts of the training file."""
    said = [plain_text(reply.encode("utf-8", "replace")) for reply in answers["samples"]["replies"]]
    cases = [
        Case(Text(f"问话 {number}", f"Prompt {number}"), True, prompt, reply, got, typed=prompt)
        for number, ((prompt, reply), got) in enumerate(zip(planned.drawn.pairs, said, strict=False), start=1)
    ]
    return samples(
        Text("训练集里的几句问话（不计分）", "A few prompts of the training file (no points)"), cases
    )
