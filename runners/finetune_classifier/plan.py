"""Plans a submission: the run's training file, and what the weights that come of it are asked.

Check lines and order belong to the source file, so the same file is trained on the same bytes. Hidden texts
go into the trusted job only. Nothing is scored here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from runners.base import Task
from runners.corpora import Review
from runners.finetune_classifier.data import Drawn, canaries, load, reworded, training_file
from runners.finetune_classifier.params import Params, params_of
from runners.tuning.audits import RANK_TOLERANCE, STRONGEST
from runners.tuning.base import base_of
from runners.tuning.training import chance_of, seed_of, training_job
from runners.tuning.weights import Spec, spec_of
from sandbox.job import Job

CLASSES = 2
BATCH = 32
ALONE = 64  # texts that are asked one at a time as well
SAMPLES = 6  # texts of the training file that the report shows


@dataclass(frozen=True, slots=True)
class Plan:
    """The training job and all that is needed to ask and mark the weights."""

    job: Job
    params: Params
    drawn: Drawn
    base: dict[str, bytes]
    spec: Spec
    canaries: list[list[Review]]


def plan(task: Task) -> Plan:
    """Plan the training of ``task``; the same task always gets the same plan.

    Raises:
        SandboxError: the base model is not installed.
    """
    params, drawn, base = params_of(task.problem), load(task.problem), base_of(task.problem)
    architecture = json.loads(base["config.json"])["model_type"]
    spec = spec_of(base["model.safetensors"], architecture, classes=CLASSES)
    lines = canaries(params, chance_of(task, drawn.key, "canaries"))
    reviews = [*drawn.public, *(line for group in lines for line in group)]
    rows = training_file(reviews, chance_of(task, drawn.key, "order"))
    job = training_job(task, params, base, spec, rows, seed_of(task, drawn.key))
    return Plan(job, params, drawn, base, spec, lines)


def questions(planned: Plan) -> Mapping[str, Mapping[str, Any]]:
    """What the trusted job is asked, by name."""
    params, drawn = planned.params, planned.drawn
    hidden = [one.text for one in drawn.hidden]
    most = {"max_tokens": params.max_tokens}

    def classify(texts: list[str], batch: int = BATCH) -> dict[str, Any]:
        return {"do": "classify", "texts": texts, "batch": batch, **most}

    lines = [line for group in planned.canaries for line in group]
    probes = [*drawn.public[: params.probes], *(group[0] for group in planned.canaries)]
    return {
        "weights": {"do": "weights", "tolerance": RANK_TOLERANCE},
        "hidden": classify(hidden),
        "alone": classify(hidden[:ALONE], batch=1),
        "twins": classify([reworded(text) for text in hidden[: params.twins]]),
        "canaries": classify([line.text for line in lines]),
        "samples": classify([one.text for one in drawn.public[:SAMPLES]]),
        "restored": {
            "do": "restored",
            "examples": [[one.text, one.label] for one in probes],
            "strongest": STRONGEST,
            **most,
        },
    }
