"""Every cheat on fine-tuning is caught by the audit that must catch it, and no honest program by any."""

from __future__ import annotations

import pytest

from runners.base import Report
from tests.cheats.meanwhile import Meanwhile
from tests.cheats.programs import Program, as_expected, failed_audits
from tests.cheats.suites import CLASSIFIER, DIALOGUE

# The first test waits for all programs: they are judged beside the tests before it.
pytestmark = [pytest.mark.docker, pytest.mark.slow, pytest.mark.timeout(3000)]

PROGRAMS = [program for suite in (CLASSIFIER, DIALOGUE) for program in suite.programs()]


@pytest.fixture(scope="module")
def reports(tuning_cheats: Meanwhile) -> dict[str, Report]:
    """Every program's report, by its name, beside the reference of a small version of its problem."""
    return tuning_cheats.reports()


@pytest.mark.parametrize(
    "program",
    [
        pytest.param(
            one,
            id=one.name,
            # Not strict: it scores near its bound, and another processor adds up in another order.
            marks=[pytest.mark.xfail(strict=False, reason=one.known)] if one.known else [],
        )
        for one in PROGRAMS
    ],
)
def test_program_gets_what_it_must(reports: dict[str, Report], program: Program) -> None:
    report = reports[program.name]
    told = [f"{audit.key}: {audit.evidence.en}" for audit in report.audits]
    assert as_expected(program, report), (report.verdict, failed_audits(report), report.summary.en, told)
