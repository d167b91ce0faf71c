"""The shipped fine-tuning problems in small, on a base model of a few numbers: what plans and verdicts are
tested with. Nothing is trained; both jobs' Results are made by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save

from runners.base import Judging, Problem, Report
from runners.tuning.model_folder import write_model
from runners.tuning.model_sources import METADATA, Files
from runners.tuning.training import READY, TRAIN, WEIGHTS
from runners.tuning.weights import Spec
from sandbox.job import Job, Outcome, Reply, Result
from tests.runners.tuning.problems import CLASSIFIER, DIALOGUE, SECRET, runner_of, shipped

TINY = "tiny-gpt2"
SIZES: dict[str, dict[str, Any]] = {
    CLASSIFIER: {"train_examples": 900, "hidden_examples": 400, "twins": 100, "training_seconds": 100},
    DIALOGUE: {"train_pairs": 500, "hidden_prompts": {"zh": 40, "en": 80}, "training_seconds": 100},
}
SHAPES = {
    "wte.weight": (5, 4),
    "wpe.weight": (8, 4),
    "h.0.attn.c_attn.weight": (4, 12),
    "h.0.attn.c_attn.bias": (12,),
    "h.0.mlp.c_fc.weight": (4, 16),
    "ln_f.weight": (4,),
}
Answers = dict[str, dict[str, Any]]


def tiny_files() -> Files:
    """A configuration and weights with the names of a GPT-2, of which parts are left out."""
    config = {"model_type": "gpt2", "vocab_size": 5, "n_positions": 8}
    tensors = {f"transformer.{name}": np.ones(shape, np.float32) for name, shape in SHAPES.items()}
    return {
        "config.json": json.dumps(config).encode(),
        "model.safetensors": save(tensors, metadata=METADATA),
        "tokenizer.json": b"{}",
    }


def tiny_problem(slug: str, folder: Path) -> Problem:
    """The small problem, on the tiny base; data and base are below ``folder``."""
    write_model(TINY, folder / "models", tiny_files())
    problem = shipped(slug).problem(folder / "data", folder / "models")
    problem = replace(problem, params={**problem.params, **SIZES[slug], "base_model": TINY})
    runner_of(slug).prepare(problem, SECRET)
    return problem


def part_of(name: str) -> str:
    """The part of one of the tiny network's tensors, as the trusted job tells it."""
    if ".h." in name:
        return "block 0"
    return "embeddings" if ".wte" in name or ".wpe" in name else "rest"


def weights_answer(
    *, moved: float | None = 0.2, cosine: float | None = 0.98, rank: float | None = 1.0, finite: bool = True
) -> dict[str, Any]:
    """What the trusted job measures of weights whose block changed so much, and the other parts as usual."""
    tensors = {}
    for name, shape in ((f"transformer.{name}", shape) for name, shape in SHAPES.items()):
        block = part_of(name) == "block 0"
        tensors[name] = {
            "part": part_of(name),
            "moved": moved if block else 0.1,
            "cosine": cosine if block else 0.99,
            "rank": rank if block and len(shape) == 2 else None,
        }
    return {"finite": finite, "tensors": tensors}


def restored_answer(examples: int, **costs: float | None) -> dict[str, Any]:
    """Losses of so many examples; each variant costs what ``costs`` says, more or less, beyond the weights as
    they are. None is a loss that is not finite."""
    usual = {"as it is": 0.0, "block 0": 0.5, "embeddings": 0.5, "rest": 0.2, "body": 2.0, "matrices": 1.5}
    found = {}
    for name, cost in (
        usual | {"weak": 0.7} | {key.replace("_", " "): c for key, c in costs.items()}
    ).items():
        wobble = [0.01 * (i % 3 - 1) * (cost != 0) for i in range(examples)]
        found[name] = [None if cost is None else 0.3 + cost + more for more in wobble]
    return {"losses": found}


def trained(spec: Spec) -> Result:
    """A training that brought weights of the right form back."""
    tensors = {name: np.zeros(shape, np.float32) for name, (_, shape) in spec.tensors.items()}
    replies = tuple(Reply(name, b"{}", 0.0, 0.0) for name in (READY, TRAIN))
    return Result(Outcome.OK, replies=replies, artifacts={WEIGHTS: save(tensors)})


def scored(job: Job, answers: Mapping[str, Any]) -> Result:
    """The trusted job's Result: ``answers`` to each of its questions, in their order."""
    replies = tuple(
        Reply(one.name, json.dumps(answers[one.name], allow_nan=False).encode(), 0.0, 0.0)
        for one in job.exchanges
    )
    return Result(Outcome.OK, replies=replies)


def judge_by_hand(judging: Judging, spec: Spec, answers: Mapping[str, Any]) -> Report:
    """Drive a judgement with weights of the right form and these answers of the trusted job."""
    next(judging)
    try:
        judging.send(scored(judging.send(trained(spec)), answers))
    except StopIteration as end:
        report: Report = end.value
        return report
    raise AssertionError("judge asked for a third job")
