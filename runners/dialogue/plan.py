"""Plans a submission: the run's training file, and what the weights that come of it are asked.

Check lines and order belong to the source file, so the same file is trained on the same bytes. Hidden
prompts go into the trusted job only. Nothing is scored here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from runners.base import Task
from runners.dialogue.data import Drawn, load
from runners.dialogue.params import Params, params_of
from runners.drawing import json_lines
from runners.tuning.audits import RANK_TOLERANCE, STRONGEST
from runners.tuning.base import base_of
from runners.tuning.canaries import phrases
from runners.tuning.training import chance_of, seed_of, training_job
from runners.tuning.weights import Spec, spec_of
from sandbox.job import Job

Pair = tuple[str, str]

ALONE = 48  # pairs that are asked one at a time as well
TWINS = 100  # hidden prompts that are asked again in other wording
CHOICES = 4  # a check line's reply is asked after its own prompt and so many less one of others
ASKED, REPLIED = 6, 4  # characters of a check line's prompt and reply
SAMPLES = 6  # prompts of the training file that the report shows replies to


@dataclass(frozen=True, slots=True)
class Plan:
    """The training job and all that is needed to ask and mark the weights."""

    job: Job
    params: Params
    drawn: Drawn
    base: dict[str, bytes]
    spec: Spec
    canaries: list[Pair]


def plan(task: Task) -> Plan:
    """Plan the training of ``task``; the same task always gets the same plan.

    Raises:
        SandboxError: the base model is not installed.
    """
    params, drawn, base = params_of(task.problem), load(task.problem), base_of(task.problem)
    spec = spec_of(base["model.safetensors"], json.loads(base["config.json"])["model_type"])
    lines = canaries(params.canaries, chance_of(task, drawn.key, "canaries"))
    pairs = [*drawn.pairs, *(line for line in lines for _ in range(params.canary_repeats))]
    order = chance_of(task, drawn.key, "order").permutation(len(pairs))
    rows = json_lines({"prompt": pairs[i][0], "reply": pairs[i][1]} for i in order)
    job = training_job(task, params, base, spec, rows, seed_of(task, drawn.key))
    return Plan(job, params, drawn, base, spec, lines)


def canaries(count: int, chance: np.random.Generator) -> list[Pair]:
    """Made-up prompts with made-up replies, of nothing in common: each is its own key."""
    prompts, replies = (phrases(count, length, chance) for length in (ASKED, REPLIED))
    return [(f"{prompt}?", f"{reply}。") for prompt, reply in zip(prompts, replies, strict=True)]


def choices(lines: list[Pair]) -> list[Pair]:
    """Each check line's reply after its own prompt, then after those of the lines that follow it."""
    return [
        (lines[(place + step) % len(lines)][0], reply)
        for place, (_, reply) in enumerate(lines)
        for step in range(CHOICES)
    ]


def hidden_pairs(drawn: Drawn) -> list[Pair]:
    """Every hidden prompt with each of its replies."""
    return [(one.prompt, reply) for one in drawn.hidden for reply in one.replies]


def reworded(prompt: str) -> str:
    """The same prompt with other marks and white space around it."""
    bare = prompt.rstrip("?？.。!！ ")
    return f"{bare}..." if bare != prompt else f"{prompt} "


def questions(planned: Plan, *, reference: bool) -> Mapping[str, Mapping[str, Any]]:
    """What the trusted job is asked, by name; of a reference run the untuned base as well."""
    params, drawn = planned.params, planned.drawn
    pairs, prompts = hidden_pairs(drawn), [one.prompt for one in drawn.hidden]

    def likelihood(asked: list[Pair], **more: bool) -> dict[str, Any]:
        return {"do": "likelihood", "pairs": asked, "max_tokens": params.max_tokens, **more}

    def reply(asked: list[str], **more: bool) -> dict[str, Any]:
        return {"do": "reply", "prompts": asked, "max_new_tokens": params.max_new_tokens, **more}

    twins = [(one.prompt, one.replies[0]) for one in drawn.hidden[:: max(1, len(drawn.hidden) // TWINS)]]
    probes = [*drawn.pairs[: params.probes], *planned.canaries]
    asked = {
        "weights": {"do": "weights", "tolerance": RANK_TOLERANCE},
        "hidden": likelihood(pairs),
        "alone": likelihood(pairs[:ALONE], alone=True),
        "before": likelihood(twins),
        "after": likelihood([(reworded(prompt), text) for prompt, text in twins]),
        "canaries": likelihood(choices(planned.canaries)),
        "replies": reply(prompts),
        "samples": reply([prompt for prompt, _ in drawn.pairs[:SAMPLES]]),
        "restored": {
            "do": "restored",
            "examples": probes,
            "strongest": STRONGEST,
            "max_tokens": params.max_tokens,
        },
    }
    if reference:
        asked |= {"base hidden": likelihood(pairs, base=True), "base replies": reply(prompts, base=True)}
    return asked
