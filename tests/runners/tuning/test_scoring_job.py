"""The trusted job holds the judge's program, the weights and the base, and nothing of the candidate's; when
it fails, that is no verdict."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from runners.base import Task
from runners.tuning.scoring_job import (
    ANSWER_BYTES,
    MEMORY_BYTES,
    WALL_SECONDS,
    answers_of,
    scoring_job,
)
from runners.tuning.training import INSIDE
from sandbox.job import Breach, Job, Outcome, Reply, Result, SandboxError
from tests.runners.tuning.problems import DIALOGUE, shipped, task_of

BASE = {"tokenizer.json": b"{}", "config.json": b'{"model_type": "gpt2"}'}
ASKED: dict[str, dict[str, Any]] = {
    "weights": {"do": "weights"},
    "hidden": {"do": "likelihood", "pairs": [["你好", "x"]]},
}
SOURCE = b"def fine_tune(): ..."
GIB = 1024**3


def task(**limits: int) -> Task:
    problem = shipped(DIALOGUE).problem(Path())
    return task_of(replace(problem, limits=replace(problem.limits, **limits)), SOURCE)


def job_of(kind: str = "dialogue", **limits: int) -> Job:
    return scoring_job(task(**limits), kind, BASE, b"weights", ASKED)


@pytest.mark.parametrize("kind", ["dialogue", "classifier"])
def test_job_holds_the_judge_s_program_the_weights_and_the_base_alone(kind: str) -> None:
    assert {file.path: file.content for file in job_of(kind).files} == {
        "forward.py": (INSIDE / "forward.py").read_bytes(),
        "questions_of_kind.py": (INSIDE / f"forward_{kind}.py").read_bytes(),
        "weights/model.safetensors": b"weights",
        "base/config.json": BASE["config.json"],
        "base/tokenizer.json": BASE["tokenizer.json"],
    }


def test_job_is_trusted_and_brings_no_file_back() -> None:
    job = job_of()
    assert (job.trusted, job.artifacts, job.max_points, job.label) == (True, (), 0, "test-scoring")


def test_questions_stand_in_their_order_and_their_printing_is_kept() -> None:
    exchanges = job_of().exchanges
    assert [(one.name, one.hidden, one.reply_bytes) for one in exchanges] == [
        ("weights", False, ANSWER_BYTES),
        ("hidden", False, ANSWER_BYTES),
    ]
    assert [json.loads(one.message) for one in exchanges] == list(ASKED.values())


def test_time_and_memory_are_the_judge_s_own() -> None:
    limits = job_of(memory_bytes=GIB).limits
    assert (limits.wall_seconds, limits.memory_bytes) == (WALL_SECONDS, MEMORY_BYTES)


def test_processors_and_processes_are_those_of_the_training() -> None:
    limits = job_of(cpus=3, processes=70).limits
    assert (limits.cpus, limits.cpu_seconds, limits.processes) == (3, 3 * WALL_SECONDS, 70)


def test_memory_is_at_least_the_candidate_s() -> None:
    assert job_of(memory_bytes=8 * GIB).limits.memory_bytes == 8 * GIB


@pytest.mark.parametrize(("gpus", "image"), [(0, "torch"), (1, "torch-cuda")])
def test_image_and_gpus_are_those_of_the_training(gpus: int, image: str) -> None:
    job = job_of(gpus=gpus)
    assert (job.image, job.limits.gpus) == (image, gpus)


def test_answers_are_read_by_name() -> None:
    replies = (Reply("weights", b'{"finite": true}', 0.0, 0.0), Reply("hidden", b'{"nll": [null]}', 0.0, 0.0))
    assert answers_of(Result(Outcome.OK, replies=replies)) == {
        "weights": {"finite": True},
        "hidden": {"nll": [None]},
    }


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome is not Outcome.OK])
def test_a_job_that_failed_is_the_judge_s_fault_and_may_be_tried_again(outcome: Outcome) -> None:
    result = Result(outcome, stderr=b"x" * 600 + b" the end", breach=Breach("memory_bytes", 1, 2))
    with pytest.raises(SandboxError, match=f"ended with {outcome} .*memory_bytes.* x+ the end$") as caught:
        answers_of(result)
    assert caught.value.retryable is True
    assert len(str(caught.value)) < 700
