"""The shipped function problems as their runner sees them."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import questions
from questions.package_templates import new_package
from questions.problem_package import Package, read_package
from runners.base import Problem, Task
from runners.function import RUNNER
from runners.function.plan import HIDDEN_SET, make_job

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


def template_problem(folder: Path, changes: Mapping[str, tuple[str, str]]) -> Problem:
    """The template's problem with one text of each of the files replaced, everywhere in it."""
    files = {path: content.decode() for path, content in new_package("function", "题", "Problem").items()}
    for path, (old, new) in changes.items():
        assert old in files[path]
        files[path] = files[path].replace(old, new)
    for path, text in files.items():
        (folder / "changed" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "changed" / path).write_text(text, encoding="utf-8")
    return problem_of(read_package(folder / "changed"), folder / "data")


@contextmanager
def author_of(problem: Problem, folder: Path) -> Iterator[ModuleType]:
    """What runs in the author's container, in this process: ``author.py`` with all that lies beside it."""
    files = make_job(problem, (HIDDEN_SET,), "").files
    names = [Path(file.path).stem for file in files]
    for file in files:
        (folder / file.path).write_bytes(file.content)
    spec = importlib.util.spec_from_file_location("author", folder / "author.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
        yield module
    finally:
        sys.path.remove(str(folder))
        for name in names:
            sys.modules.pop(name, None)
