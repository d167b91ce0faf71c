"""The shipped fine-tuning problems as their runners see them, in full and in small."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import questions
from questions.problem_package import Package, read_package
from runners.base import Problem, Runner, Task
from runners.registry import load_runner
from runners.tuning.base_models import fetch, known
from tests.runners.tuning.small_models import no_job

SHIPPED = Path(questions.__file__).parent / "problems"
CLASSIFIER, DIALOGUE = "review-sentiment", "dialogue-generation"
SECRET = b"a secret of the tests"
# Less of everything that costs time; what is measured of the weights stays as it is.
SMALL: dict[str, dict[str, Any]] = {
    CLASSIFIER: {"train_examples": 250, "hidden_examples": 200, "twins": 60, "probes": 32},
    DIALOGUE: {
        "train_pairs": 120,
        "hidden_prompts": {"zh": 20, "en": 40},
        "canaries": 16,
        "canary_repeats": 8,
        "probes": 16,
    },
}


def shipped(slug: str) -> Package:
    """The package in the repository."""
    return read_package(SHIPPED / slug)


def runner_of(slug: str) -> Runner:
    """The runner of a shipped problem."""
    return load_runner(shipped(slug).config.kind)


def install_base(models: Path) -> Path:
    """Install the base model that both problems name; return ``models``."""
    fetch(known(Path("none.toml"))["zh-gpt2-mini"], models, no_job, lambda line: None)
    return models


def full_problem(slug: str, data: Path, models: Path) -> Problem:
    """The problem as it is judged, its data drawn into ``data``."""
    return _drawn(slug, shipped(slug).problem(data, models))


def small_problem(slug: str, data: Path, models: Path) -> Problem:
    """The same problem with less data and one processor, so that two honest trainings beside each other take
    seconds."""
    problem = shipped(slug).problem(data, models)
    limits = replace(problem.limits, cpus=1)
    return _drawn(slug, replace(problem, limits=limits, params={**problem.params, **SMALL[slug]}))


def _drawn(slug: str, problem: Problem) -> Problem:
    runner_of(slug).prepare(problem, SECRET)
    return problem


def task_of(problem: Problem, source: bytes, reference: bytes | None = None) -> Task:
    """A submission of ``source``."""
    return Task(problem, source, seed=b"of this submission", reference=reference, label="test")


def solution(slug: str, name: str) -> bytes:
    """The source of one of a package's solutions."""
    return (SHIPPED / slug / "solutions" / name).read_bytes()
