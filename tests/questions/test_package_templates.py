"""A package of every kind to begin with: in order as it is, under any titles."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from questions.package_templates import new_package
from questions.packaging import unpacked
from questions.problem_package import read_package
from runners.base import Task, VerdictCode
from runners.function import RUNNER
from runners.registry import UnknownKind, kinds
from tests.runners.local_driver import drive

ODD = 'a "b" \\ \\1 $c'


@pytest.mark.parametrize("kind", [kind for kind in kinds() if kind != "fake"])
def test_template_of_every_kind_is_in_order_under_any_title(kind: str) -> None:
    files = new_package(kind, "中文", ODD)
    with unpacked("new-one", files) as folder:
        package = read_package(folder)
    assert (package.config.kind, package.config.version) == (kind, "1.0")
    assert (package.config.title.zh, package.config.title.en) == ("中文", ODD)
    assert (package.config.canary, package.slug) == ("", "new-one")


def test_title_of_several_lines_stays_one_line_of_toml() -> None:
    config = new_package("function", "一\n二", "x")["problem.toml"].decode()
    assert tomllib.loads(config)["title"]["zh"] == "一 二"


def test_solutions_of_the_function_template_get_what_it_says(tmp_path: Path) -> None:
    with unpacked("new-one", new_package("function", "题", "Problem")) as folder:
        package = read_package(folder)
        problem = package.problem(tmp_path)
        RUNNER.prepare(problem, b"secret")
        for wanted in package.config.solutions:
            task = Task(problem, package.source_of(wanted.file).encode(), b"seed", None, "t")
            report = drive(RUNNER.judge(task))
            assert wanted.holds(report.verdict, report.score), (wanted.file, report.summary)
        verdicts = [one.verdict for one in package.config.solutions]
    assert (verdicts.count(VerdictCode.ACCEPTED), len(verdicts)) == (1, 4)


def test_unknown_kind_is_refused() -> None:
    with pytest.raises(UnknownKind):
        new_package("nothing", "题", "Problem")
