"""Every solution of the fine-tuning packages, at full size through the real sandbox, gets what problem.toml
says of it; the same file gets the same report in another submission."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from questions.problem_package import Solution
from runners.base import Problem, Report
from sandbox.job import Sandbox
from tests.runners.driving import judge_through
from tests.runners.tuning.problems import CLASSIFIER, DIALOGUE, full_problem, runner_of, shipped, task_of

pytestmark = [pytest.mark.docker, pytest.mark.slow]

SOLUTIONS = [
    (slug, wanted)
    for slug in (CLASSIFIER, DIALOGUE)
    for wanted in shipped(slug).config.solutions
    if wanted.file != shipped(slug).config.reference
]
Prepared = dict[str, tuple[Problem, Report]]


@pytest.fixture(scope="module")
def prepared(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory, models: Path) -> Prepared:
    """Both problems in full, each with the report of its reference run."""
    made = {}
    for slug in (CLASSIFIER, DIALOGUE):
        problem = full_problem(slug, tmp_path_factory.mktemp(slug), models)
        source = (problem.package / shipped(slug).config.reference).read_bytes()
        made[slug] = (problem, judge_through(sandbox, runner_of(slug).judge(task_of(problem, source))))
    return made


@pytest.mark.parametrize("slug", [CLASSIFIER, DIALOGUE])
def test_reference_is_accepted_and_gets_the_same_report_again(
    sandbox: Sandbox, prepared: Prepared, slug: str
) -> None:
    problem, reference = prepared[slug]
    wanted = shipped(slug).config.solutions[0]
    source = (problem.package / wanted.file).read_bytes()
    task = replace(task_of(problem, source, reference.per_example), seed=b"of another submission")
    again = judge_through(sandbox, runner_of(slug).judge(task))
    assert (again.verdict, again.score) == (wanted.verdict, 100.0)
    assert (again.metrics, again.audits) == (reference.metrics, reference.audits)
    assert again.seeds == reference.seeds


@pytest.mark.parametrize(
    ("slug", "wanted"), SOLUTIONS, ids=[f"{slug}/{Path(wanted.file).stem}" for slug, wanted in SOLUTIONS]
)
def test_solution_gets_its_verdict_and_band(
    sandbox: Sandbox, prepared: Prepared, slug: str, wanted: Solution
) -> None:
    problem, reference = prepared[slug]
    if wanted.verdict == "wall_time_limit":  # what never returns is waited for a while, not two minutes
        problem = replace(problem, params={**problem.params, "training_seconds": 15})
    source = (problem.package / wanted.file).read_bytes()
    task = task_of(problem, source, reference.per_example)
    report = judge_through(sandbox, runner_of(slug).judge(task))
    assert report.verdict == wanted.verdict, (report.summary.en, [a for a in report.audits if not a.passed])
    assert wanted.min_score <= report.score <= wanted.max_score, report.summary.en
