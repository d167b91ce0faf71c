"""The shipped function problems as their runner sees them."""

from __future__ import annotations

from pathlib import Path

import questions
from questions.problem_package import Package, read_package
from runners.base import Problem, Task
from runners.function import RUNNER

SHIPPED = Path(questions.__file__).parent / "problems"
SECRET = b"a secret of the tests"


def packages(image: str) -> list[Package]:
    """The packages of this kind whose solutions run in ``image``."""
    found = [read_package(folder) for folder in sorted(SHIPPED.iterdir())]
    return [one for one in found if one.config.kind == RUNNER.kind and one.config.params["image"] == image]


def problem_of(package: Package, data: Path) -> Problem:
    """The problem, its data drawn into ``data``."""
    problem = package.problem(data)
    RUNNER.prepare(problem, SECRET)
    return problem


def task_of(problem: Problem, source: str | bytes, reference: bytes | None = b"reference") -> Task:
    """A submission of ``source``."""
    content = source.encode() if isinstance(source, str) else source
    return Task(problem, content, seed=b"of this submission", reference=reference, label="test")
