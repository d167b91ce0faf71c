"""Every shipped function problem: its solutions get what problem.toml says of them, its starter runs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from questions.problem_package import Package, Solution
from runners.base import Report, VerdictCode
from runners.function import RUNNER
from sandbox.job import Sandbox
from tests.runners.driving import judge_through
from tests.runners.function.problems import packages, problem_of, task_of
from tests.runners.local_driver import drive

PLAIN, TENSORS = packages("base"), packages("torch")
WITH_TENSORS = [(package, wanted) for package in TENSORS for wanted in package.config.solutions]
FEWEST_MUTANTS = 3


def named(package: Package) -> str:
    return package.slug


def name(package: Package, wanted: Solution) -> str:
    return f"{package.slug}/{Path(wanted.file).stem}"


@pytest.mark.parametrize("package", [*PLAIN, *TENSORS], ids=named)
def test_package_is_in_order_with_a_reference_and_three_mutants(package: Package) -> None:
    assert RUNNER.check(package.problem(Path())) == []
    verdicts = [one.verdict for one in package.config.solutions]
    assert verdicts.count(VerdictCode.ACCEPTED) >= 1
    assert len(verdicts) - verdicts.count(VerdictCode.ACCEPTED) >= FEWEST_MUTANTS
    assert len(package.hints["zh"]) == len(package.hints["en"]) > 0
    assert all(package.explanation.values())


@pytest.mark.parametrize(
    ("package", "wanted"),
    [
        pytest.param(package, wanted, id=name(package, wanted))
        for package in PLAIN
        for wanted in package.config.solutions
    ],
)
def test_solution_in_plain_python_gets_what_it_must(
    tmp_path: Path, package: Package, wanted: Solution
) -> None:
    problem = problem_of(package, tmp_path)
    report = drive(RUNNER.judge(task_of(problem, package.source_of(wanted.file))))
    assert wanted.holds(report.verdict, report.score), (report.verdict, report.score, report.summary)


@pytest.fixture(scope="module")
def reports(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """What every solution with tensors got, four at a time: jobs mostly wait for containers and imports."""
    problems = {one.slug: problem_of(one, tmp_path_factory.mktemp(one.slug)) for one in TENSORS}

    def judged(package: Package, wanted: Solution) -> Report:
        task = task_of(problems[package.slug], package.source_of(wanted.file))
        return judge_through(sandbox, RUNNER.judge(task))

    with ThreadPoolExecutor(4) as pool:
        made = pool.map(lambda pair: judged(*pair), WITH_TENSORS)
        return {name(*pair): report for pair, report in zip(WITH_TENSORS, made, strict=True)}


@pytest.mark.docker
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("package", "wanted"), [pytest.param(*pair, id=name(*pair)) for pair in WITH_TENSORS]
)
def test_solution_with_tensors_gets_what_it_must(
    reports: dict[str, Report], package: Package, wanted: Solution
) -> None:
    report = reports[name(package, wanted)]
    assert wanted.holds(report.verdict, report.score), (report.verdict, report.score, report.summary)


@pytest.mark.parametrize("package", PLAIN, ids=named)
def test_reference_passes_every_sample_and_the_starter_does_not(tmp_path: Path, package: Package) -> None:
    problem = problem_of(package, tmp_path)
    good = drive(RUNNER.try_out(task_of(problem, package.source_of("solutions/reference.py")), ""))
    assert (good.verdict, good.score) == (VerdictCode.ACCEPTED, 0.0)
    bad = drive(RUNNER.try_out(task_of(problem, package.starter), ""))
    assert bad.verdict is VerdictCode.WRONG_ANSWER
