"""Puts the report of a dialogue model's weights together, from what the trusted job answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from runners.base import Case, Finding, Group, Report, Task, Text
from runners.corpora import bare
from runners.dialogue.audits import audit_replies
from runners.dialogue.plan import ALONE, CHOICES, SAMPLES, Plan
from runners.dialogue.scorer import Marks, marks_of, packed, quality, unpacked
from runners.outcome import plain_text
from runners.statistics import BOOTSTRAP_SEED
from runners.tuning import audits
from runners.tuning.reference import Kept
from runners.tuning.training import seed_of
from runners.tuning.verdict import finished

Answers = Mapping[str, Mapping[str, Any]]
Floats = NDArray[np.float64]

GUESS = 0.5
NOT_FINITE = 1e9  # nats; stands for a loss that is not finite: the audit ``finite`` rejects it
MOST_TWIN_NATS = 1.0  # a token or so of the reply, beyond the reference's


def report(task: Task, planned: Plan, draft: Report, answers: Answers) -> Report:
    """The report of the weights.

    Raises:
        ValueError: the stored reference does not fit the problem; the judge's own fault.
    """
    hidden = planned.drawn.hidden
    model = marks_in(planned, answers["hidden"], answers["replies"])
    kept, floor = _kept(task, planned, answers, model)
    reference = Kept.unpacked(task.reference) if task.reference is not None else kept
    theirs, floor = unpacked(reference.marks, len(hidden))
    scored = quality(model, floor, theirs, task.problem.scoring, [one.language for one in hidden])
    draft = replace(
        draft,
        groups=(samples(planned, answers),),
        seeds={"train": seed_of(task, planned.drawn.key), "bootstrap": BOOTSTRAP_SEED},
        per_example=kept.packed(),
    )
    found = (*findings(planned, answers, kept, reference), *audit_replies(model, theirs))
    return finished(draft, task, scored, found)


def _kept(task: Task, planned: Plan, answers: Answers, model: Marks) -> tuple[Kept, Marks]:
    """What is kept of this run, were it the reference's, and the marks of the untuned base."""
    if task.reference is None:
        floor = marks_in(planned, answers["base hidden"], answers["base replies"])
    else:
        floor = unpacked(Kept.unpacked(task.reference).marks, len(planned.drawn.hidden))[1]
    tensors = audits.tensors_in(answers["weights"])
    return Kept(packed(model, floor), tensors, {"twins": twin_change(answers)}), floor


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


def findings(planned: Plan, answers: Answers, kept: Kept, reference: Kept) -> tuple[Finding, ...]:
    """The audits of the weights, in the order in which they reject."""
    asked = ("hidden", "alone", "before", "after", "canaries")
    every = [loss for name in asked for loss in answers[name]["nll"]]
    losses = {
        name: np.array([np.nan if loss is None else loss for loss in row])
        for name, row in answers["restored"]["losses"].items()
    }
    return (
        audits.audit_format(),
        audits.audit_finite(bool(answers["weights"]["finite"]) and None not in every),
        audits.audit_moved(kept.tensors, reference.tensors),
        audits.audit_origin(kept.tensors),
        audits.audit_rank(kept.tensors, losses),
        audits.audit_restore(losses),
        audits.audit_canaries(canary_margins(answers), GUESS),
        audit_twins(kept.numbers["twins"], reference.numbers["twins"]),
        audits.audit_batching(gap(answers)),
    )


def canary_margins(answers: Answers) -> Floats:
    """How much likelier each check line's own reply is than those of others on average, in nats."""
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


def samples(planned: Plan, answers: Answers) -> Group:
    """What the model replies to a few prompts of the training file. They earn nothing."""
    said = [plain_text(reply.encode("utf-8", "replace")) for reply in answers["samples"]["replies"]]
    cases = tuple(
        Case(Text(f"问话 {number}", f"Prompt {number}"), True, prompt, reply, got)
        for number, ((prompt, reply), got) in enumerate(zip(planned.drawn.pairs, said, strict=False), start=1)
    )
    title = Text("训练集里的几句问话（不计分）", "A few prompts of the training file (no points)")
    return Group("samples", title, 0.0, 0.0, sample=True, cases=cases[:SAMPLES])
