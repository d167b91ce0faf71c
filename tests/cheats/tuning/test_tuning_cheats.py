"""Every cheat on fine-tuning is caught by the audit that must catch it, and no honest program by any."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from runners.base import Report
from sandbox.job import Sandbox
from tests.cheats.tuning.programs import (
    Program,
    as_expected,
    cheats,
    failed_audits,
    honest,
    judged,
    reference_of,
)
from tests.runners.tuning.problems import CLASSIFIER, DIALOGUE, install_base, small_problem

# The first test waits for all programs: they are judged two at a time, each on one processor.
pytestmark = [pytest.mark.docker, pytest.mark.slow, pytest.mark.timeout(3000)]

AT_ONCE = 2
PROGRAMS = [program for slug in (CLASSIFIER, DIALOGUE) for program in (*cheats(slug), *honest(slug))]


@pytest.fixture(scope="module")
def reports(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """Every program's report, by its name, beside the reference of a small version of its problem."""
    models = install_base(tmp_path_factory.mktemp("models"))
    problems = {
        slug: small_problem(slug, tmp_path_factory.mktemp(slug), models) for slug in (CLASSIFIER, DIALOGUE)
    }
    with ThreadPoolExecutor(AT_ONCE) as pool:
        made = pool.map(lambda problem: reference_of(sandbox, problem), problems.values())
        references = dict(zip(problems, made, strict=True))

        def report_of(program: Program) -> Report:
            source = program.path.read_bytes()
            return judged(sandbox, problems[program.slug], source, references[program.slug])

        return {
            program.name: report
            for program, report in zip(PROGRAMS, pool.map(report_of, PROGRAMS), strict=True)
        }


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_program_gets_what_it_must(reports: dict[str, Report], program: Program) -> None:
    report = reports[program.name]
    told = [f"{audit.key}: {audit.evidence.en}" for audit in report.audits]
    assert as_expected(program, report), (report.verdict, failed_audits(report), report.summary.en, told)
