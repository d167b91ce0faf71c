"""A Run of a dialogue generator: a short training on public pairs, then others of them and what was typed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from runners.base import Case, Report, Task, Text
from runners.corpora import tidy
from runners.dialogue.data import load_public
from runners.dialogue.params import PERPLEXITY, TITLES, params_of
from runners.dialogue.plan import Pair
from runners.dialogue.scorer import MOST_NATS
from runners.dialogue.verdict import nll_in
from runners.drawing import json_lines
from runners.outcome import plain_text
from runners.tuning import trial
from runners.tuning.scoring_job import scoring_job
from runners.tuning.trial import Base
from runners.tuning.verdict import Answers
from sandbox.job import Job

HELP = Text(
    "每行一句问话（最多 10 行），给出训练后的模型怎样回复。",
    "One prompt a line (at most 10): what the trained model replies.",
)


@dataclass(frozen=True, slots=True)
class Trial:
    """The training job, and the pairs and prompts to ask about."""

    job: Job
    base: Base
    trained: int
    held: Sequence[Pair]
    typed: list[str]
    max_tokens: int
    max_new_tokens: int


def plan(task: Task, typed: str) -> Trial:
    """Plan a Run.

    Raises:
        SandboxError: the base model is not installed.
    """
    params, base = params_of(task.problem), trial.open_base(task)
    train, held = trial.parted(load_public(task.problem))
    rows = json_lines({"prompt": prompt, "reply": reply} for prompt, reply in train)
    job = trial.job_of(task, params, base, rows)
    lines = trial.lines_of(typed)
    return Trial(job, base, len(train), held, lines, params.max_tokens, params.max_new_tokens)


def asking(task: Task, planned: Trial, weights: bytes) -> Job:
    """The trusted job: the pairs that were kept out, and the prompts that were typed."""
    prompts = [prompt for prompt, _ in planned.held[: trial.SHOWN]] + planned.typed
    asked = {
        "held": {"do": "likelihood", "pairs": list(planned.held), "max_tokens": planned.max_tokens},
        "replies": {"do": "reply", "prompts": prompts, "max_new_tokens": planned.max_new_tokens},
    }
    return scoring_job(task, "dialogue", planned.base.files, weights, asked)


def report(planned: Trial, draft: Report, answers: Answers) -> Report:
    """What the weights made of them. The perplexity is that of the mean pair, per character of the reply and
    its end."""
    lengths = np.array([len(tidy(reply)) + 1 for _, reply in planned.held])
    nats = np.minimum(nll_in(answers["held"]) / lengths, MOST_NATS)
    metrics = (trial.mean_metric(PERPLEXITY, TITLES[PERPLEXITY], nats, "lower", math.exp),)
    said = [plain_text(reply.encode("utf-8", "replace")) for reply in answers["replies"]["replies"]]
    pairs = planned.held[: trial.SHOWN]
    shown = [
        Case(Text(f"问话 {number}", f"Prompt {number}"), True, prompt, reply, got, typed=prompt)
        for number, ((prompt, reply), got) in enumerate(zip(pairs, said, strict=False), 1)
    ]
    typed = [
        Case(Text(f"第 {number} 行", f"Line {number}"), True, prompt, "", got)
        for number, (prompt, got) in enumerate(zip(planned.typed, said[len(pairs) :], strict=True), 1)
    ]
    return trial.finished(draft, planned.trained, metrics, shown, typed)
