"""Every solution of the fine-tuning packages, in a small version of its problem through the real sandbox,
gets what problem.toml says of it; the same file gets the same report in another submission.

At full size the references are made by ``tests/site/test_tuning.py``.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from questions.problem_package import Solution
from runners.base import Problem, Report, VerdictCode
from runners.tuning.trial import SHOWN
from sandbox.job import Sandbox
from tests.runners.driving import judge_through
from tests.runners.tuning.problems import CLASSIFIER, DIALOGUE, runner_of, shipped, small_problem, task_of

# The first test waits for all solutions: they are judged two at a time, each on one processor.
pytestmark = [pytest.mark.docker, pytest.mark.slow, pytest.mark.timeout(1800)]

AT_ONCE = 2
SLUGS = (CLASSIFIER, DIALOGUE)
SOLUTIONS = [(slug, wanted) for slug in SLUGS for wanted in shipped(slug).config.solutions]
NAMES = [f"{slug}/{Path(wanted.file).stem}" for slug, wanted in SOLUTIONS]
Reports = dict[str, Report]


def judged(sandbox: Sandbox, problem: Problem, file: str, reference: bytes | None) -> Report:
    """Judge one of the package's files."""
    if "never_returns" in file:  # what never returns is waited for a while, not two minutes
        problem = replace(problem, params={**problem.params, "training_seconds": 15})
    task = task_of(problem, (problem.package / file).read_bytes(), reference)
    if reference is not None:
        task = replace(task, seed=b"of another submission")
    return judge_through(sandbox, runner_of(problem.slug).judge(task))


@pytest.fixture(scope="module")
def problems(tmp_path_factory: pytest.TempPathFactory, models: Path) -> dict[str, Problem]:
    """Both problems in small."""
    return {slug: small_problem(slug, tmp_path_factory.mktemp(slug), models) for slug in SLUGS}


@pytest.fixture(scope="module")
def references(sandbox: Sandbox, problems: dict[str, Problem]) -> Reports:
    """The report of each problem's reference run."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        made = pool.map(
            lambda slug: judged(sandbox, problems[slug], shipped(slug).config.reference, None), SLUGS
        )
        return dict(zip(SLUGS, made, strict=True))


@pytest.fixture(scope="module")
def reports(sandbox: Sandbox, problems: dict[str, Problem], references: Reports) -> Reports:
    """Every solution's report, by its name, the reference's own once more among them."""

    def report_of(one: tuple[str, Solution]) -> Report:
        slug, wanted = one
        return judged(sandbox, problems[slug], wanted.file, references[slug].per_example)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(NAMES, pool.map(report_of, SOLUTIONS), strict=True))


@pytest.mark.parametrize("slug", SLUGS)
def test_the_same_file_gets_the_same_report_in_another_submission(
    references: Reports, reports: Reports, slug: str
) -> None:
    first, again = references[slug], reports[f"{slug}/reference"]
    assert (again.verdict, again.score) == (VerdictCode.ACCEPTED, 100.0)
    assert (again.metrics, again.audits, again.seeds) == (first.metrics, first.audits, first.seeds)


@pytest.mark.parametrize(("slug", "wanted"), SOLUTIONS, ids=NAMES)
def test_solution_gets_its_verdict_and_band(reports: Reports, slug: str, wanted: Solution) -> None:
    report = reports[f"{slug}/{Path(wanted.file).stem}"]
    assert report.verdict == wanted.verdict, (report.summary.en, [a for a in report.audits if not a.passed])
    assert wanted.min_score <= report.score <= wanted.max_score, report.summary.en


@pytest.mark.parametrize("slug", SLUGS)
def test_a_run_shows_what_was_typed_where_nothing_hidden_is_at_hand(
    sandbox: Sandbox, problems: dict[str, Problem], tmp_path: Path, slug: str
) -> None:
    copytree(problems[slug].data / "public", tmp_path / "public")
    problem = replace(problems[slug], data=tmp_path)
    task = task_of(problem, (problem.package / shipped(slug).config.reference).read_bytes(), None)
    report = judge_through(sandbox, runner_of(slug).try_out(task, "很好\n  \n不好\n"))
    assert (report.verdict, report.score) == (VerdictCode.ACCEPTED, 0.0)
    typed, samples = report.groups
    assert [case.given for case in typed.cases] == ["很好", "不好"]
    assert len(samples.cases) == SHOWN
    assert all(metric.low is not None and metric.value is not None for metric in report.metrics)
