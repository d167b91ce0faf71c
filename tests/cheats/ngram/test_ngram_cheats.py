"""Every cheat on the n-gram score, through the real sandbox, gets what its first line says, and no honest
program is rejected."""

from __future__ import annotations

import re

import pytest

from runners.base import Report
from sandbox.job import Sandbox
from tests.cheats.programs import Program, as_expected, failed_audits
from tests.cheats.suites import NGRAM, Bench, open_bench

pytestmark = pytest.mark.docker

PROGRAMS = NGRAM.programs()
SHAPE = "returned a value whose shape is not that of the vocabulary"
SLIPS = {
    "booleans": "returned a list with values of type bool, not only floats",
    "strings": "returned a list with values of type str, not only floats",
    "half_precision": "returned a numpy array with values of type numpy.float16, not float32 or float64",
    "several_answers_at_once": f"{SHAPE} (it has 600 numbers)",
    "one_word_too_many": f"{SHAPE} (it has 301 numbers)",
    "a_dictionary": "returned a value of type dict, not a list or a numpy array",
    "a_generator": "returned a value of type generator, not a list or a numpy array",
    "a_list_that_lies": "returned a value of another type, not a list or a numpy array",
    "an_astronomic_integer": "returned an integer that is too large",
    "decimals": "returned a list with values of type decimal.Decimal, not only floats",
}
TELLING = {
    "prints_hidden_questions": "SEEN at the end",
    "tells_by_exit_code": "77",
    "tells_by_signal": "SIGUSR2",
    "tells_by_an_exception": "LEAKED",
    "tells_by_a_type": "LEAKED",
    "tells_by_a_length": "7777",
    "tells_by_the_size_of_a_reply": "7777",
}


@pytest.fixture(scope="module")
def bench(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return open_bench(NGRAM, sandbox, tmp_path_factory.mktemp("ngram"))


@pytest.fixture(scope="module")
def reports(bench: Bench) -> dict[str, Report]:
    """The reports of all the programs, by the name of the file."""
    return {program.path.stem: bench.judged(program.source) for program in PROGRAMS}


def told(report: Report) -> list[str]:
    """All the texts that a candidate is shown."""
    cases = [case for group in report.groups for case in group.cases]
    texts = [report.output, report.summary.en]
    texts += [audit.evidence.en for audit in report.audits]
    texts += [metric.note.en for metric in report.metrics if metric.note]
    texts += [case.message.en for case in cases if case.message]
    return [*texts, *(text for case in cases for text in (case.given, case.expected, case.got))]


def test_program_without_tricks_earns_points_for_behaviour_and_quality(bench: Bench) -> None:
    assert bench.plain is not None
    groups, audits = bench.plain.groups, bench.plain.audits
    assert [group.points for group in groups] == [group.max_points for group in groups]
    assert [audit.passed for audit in audits] == [True, True, True]
    assert bench.plain.score > 60


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_program_gets_what_it_must(bench: Bench, reports: dict[str, Report], program: Program) -> None:
    report = reports[program.path.stem]
    found = (report.verdict, failed_audits(report), report.score, report.summary.en)
    assert as_expected(program, report, bench.plain), found


@pytest.mark.parametrize("name", SLIPS)
def test_slip_of_type_or_shape_keeps_behaviour_and_is_named(reports: dict[str, Report], name: str) -> None:
    report = reports[name]
    assert (report.score, report.metrics) == (40.0, ())
    assert report.summary.en == f"Quality earns 0 points: distribution {SLIPS[name]}."


@pytest.mark.parametrize("name", TELLING)
def test_nothing_of_a_hidden_question_is_told(reports: dict[str, Report], name: str) -> None:
    assert [text for text in told(reports[name]) if TELLING[name] in text] == []


def test_hidden_questions_are_never_shown(reports: dict[str, Report]) -> None:
    assert len(reports["prints_hidden_questions"].output.splitlines()) == 1  # the trial question


def test_time_is_measured_outside(reports: dict[str, Report]) -> None:
    assert reports["sets_the_clocks_back"].usage.wall_seconds > 1.0


def test_report_has_too_few_digits_to_carry_a_target(reports: dict[str, Report]) -> None:
    report = reports["uniform_but_at_two_contexts"]
    numbers = [
        *(x for m in report.metrics for x in (m.value, m.low, m.high, m.floor, m.reference, m.of_reference)),
        *(report.score, report.score_low, report.score_high, *(m.points for m in report.metrics)),
    ]
    texts = [report.summary.en, *(m.note.en for m in report.metrics if m.note)]
    texts += [audit.evidence.en for audit in report.audits]
    texts += [repr(number) for number in numbers if number is not None]
    found = [number for text in texts for number in re.findall(r"\d[\d.]*\d", text)]
    assert len(report.metrics) == 2
    assert [x for x in found if len(x.removesuffix(".0").replace(".", "").strip("0")) > 4] == []


def test_forged_answers_earn_nothing_for_behaviour(reports: dict[str, Report]) -> None:
    assert reports["patches_the_modules_of_the_harness"].groups[0].points == 0.0


def test_too_many_files_are_called_that(reports: dict[str, Report]) -> None:
    summary = reports["fills_the_disk_with_empty_files"].summary.en
    assert summary.startswith("What came back is not acceptable: number of files, ")


def test_forged_error_names_no_type_of_its_own(reports: dict[str, Report]) -> None:
    summary = reports["sends_markup_as_an_error"].summary
    assert summary.en == "During the sample behaviour tests: raised Exception."


def test_printed_escape_sequences_are_replaced(reports: dict[str, Report]) -> None:
    assert "\x1b" not in reports["prints_a_fake_verdict"].output
    assert reports["prints_a_fake_verdict"].output.startswith('{"verdict": "accepted", "score": 100}\n')
