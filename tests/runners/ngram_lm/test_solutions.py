"""Every solution of the package, through the real sandbox, gets what problem.toml says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from questions.problem_package import Solution
from runners.base import Problem, Report, VerdictCode
from runners.ngram_lm import RUNNER
from sandbox.job import Sandbox
from tests.runners.driving import judge_through
from tests.runners.ngram_lm.problems import full_problem, shipped, solution, task_of

pytestmark = [pytest.mark.docker, pytest.mark.slow]


@pytest.fixture(scope="module")
def problem(tmp_path_factory: pytest.TempPathFactory) -> Problem:
    return full_problem(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def reference(sandbox: Sandbox, problem: Problem) -> bytes:
    return judge_through(sandbox, RUNNER.judge(task_of(problem, solution("reference.py")))).per_example


@pytest.mark.parametrize("wanted", shipped().config.solutions, ids=lambda wanted: Path(wanted.file).stem)
def test_solution_gets_its_verdict_and_band(
    sandbox: Sandbox, problem: Problem, reference: bytes, wanted: Solution
) -> None:
    source = (problem.package / wanted.file).read_bytes()
    report = judge_through(sandbox, RUNNER.judge(task_of(problem, source, reference)))
    assert report.verdict == wanted.verdict, report
    assert wanted.min_score <= report.score <= wanted.max_score, report.summary


def test_same_file_gets_the_same_report_in_another_submission(
    sandbox: Sandbox, problem: Problem, reference: bytes
) -> None:
    reports: list[Report] = []
    for seed in (b"one", b"two"):
        task = task_of(problem, solution("witten_bell.py"), reference)
        other = type(task)(task.problem, task.source, seed, task.reference)
        reports.append(judge_through(sandbox, RUNNER.judge(other)))
    first, second = reports
    assert first.verdict is VerdictCode.ACCEPTED
    assert (first.score, first.score_low, first.score_high) == (
        second.score,
        second.score_low,
        second.score_high,
    )
    assert (first.metrics, first.per_example) == (second.metrics, second.per_example)
