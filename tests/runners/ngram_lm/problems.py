"""The shipped n-gram problem as its runner sees it, in full and in small."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import questions
from questions.problem_package import Package, read_package
from runners.base import Problem, Task
from runners.ngram_lm import RUNNER

SHIPPED = Path(questions.__file__).parent / "problems"
SECRET = b"a secret of the tests"
SMALL = {"vocabulary": 300, "positions": 300, "replays": 20, "hidden_percent": 30, "public_percent": 8}


def shipped() -> Package:
    """The package in the repository."""
    return read_package(SHIPPED / "ngram-language-model")


def full_problem(data: Path) -> Problem:
    """The problem as it is judged, its data drawn into ``data``."""
    problem = shipped().problem(data)
    RUNNER.prepare(problem, SECRET)
    return problem


def small_problem(data: Path) -> Problem:
    """The same problem with little training text and few positions, so that judging takes a second."""
    problem = shipped().problem(data)
    problem = replace(problem, params={**problem.params, **SMALL})
    RUNNER.prepare(problem, SECRET)
    return problem


def task_of(problem: Problem, source: bytes | str, reference: bytes | None = None) -> Task:
    """A submission of ``source``."""
    content = source.encode() if isinstance(source, str) else source
    return Task(problem, content, seed=b"of this submission", reference=reference, label="test")


def solution(name: str) -> bytes:
    """The source of one of the package's solutions."""
    return (SHIPPED / "ngram-language-model" / "solutions" / name).read_bytes()
