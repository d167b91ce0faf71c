"""Every cheat on the score, through the real sandbox, gets the verdict that stands beside it.

A program is appended to ``honest.py``, which is a plain valid model. HONEST means: judged as if the
trick were not there.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from runners.base import Problem, Report, VerdictCode
from runners.ngram_lm import RUNNER
from sandbox.job import Sandbox
from tests.runners.driving import judge_through
from tests.runners.ngram_lm.problems import small_problem, solution, task_of

pytestmark = pytest.mark.docker

PROGRAMS = Path(__file__).parent / "programs"
HONEST = "honest"
VALUES, SUMS, REPLAY, FORMAT = "values", "sums", "replay", "format"
WRONG, RUNTIME = VerdictCode.WRONG_ANSWER, VerdictCode.RUNTIME_ERROR
BAD = VerdictCode.BAD_ARTIFACT

REJECTED = {
    "nan_at_one_word": VALUES,
    "infinity_at_one_word": VALUES,
    "negative_balanced_elsewhere": VALUES,
    "above_one_balanced_elsewhere": VALUES,
    "huge_float": VALUES,
    "log_probabilities": VALUES,
    "high_on_every_word": SUMS,
    "sum_a_little_above_one": SUMS,
    "unnormalised_at_rare_contexts": SUMS,
    "integers": FORMAT,
    "booleans": FORMAT,
    "strings": FORMAT,
    "numpy_scalars": FORMAT,
    "half_precision": FORMAT,
    "several_answers_at_once": FORMAT,
    "one_word_too_many": FORMAT,
    "a_dictionary": FORMAT,
    "a_list_that_lies": FORMAT,
    "adapts_to_what_is_asked": REPLAY,
    "random_answers": REPLAY,
    "reads_ahead": REPLAY,
}
OTHERS = {
    "predict_equals_everything": WRONG,
    "predict_gives_several_words": WRONG,
    "predict_never_draws": WRONG,
    "brings_a_table_of_real_words": WRONG,
    "zero_for_most_words": WRONG,
    "leaves_at_import": BAD,
    "leaves_in_distribution": BAD,
    "raises_system_exit_in_train": RUNTIME,
    "sends_markup_as_an_error": RUNTIME,
    "writes_garbage_to_the_judge": BAD,
    "answers_before_it_is_asked": BAD,
    "sends_deeply_nested_json": BAD,
}
VALID = ("negative_zero", "subnormal_numbers")
UNNOTICED = ("prints_a_fake_verdict", "prints_hidden_questions")
FORGED = ("patches_the_modules_of_the_harness",)


@pytest.fixture(scope="module")
def problem(tmp_path_factory: pytest.TempPathFactory) -> Problem:
    return small_problem(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def reference(sandbox: Sandbox, problem: Problem) -> bytes:
    return judge_through(sandbox, RUNNER.judge(task_of(problem, solution("reference.py")))).per_example


@pytest.fixture(scope="module")
def judged(sandbox: Sandbox, problem: Problem, reference: bytes) -> dict[str, Report]:
    """The reports of all the programs."""
    base = (PROGRAMS / "honest.py").read_text()
    reports = {}
    for path in sorted(PROGRAMS.glob("*.py")):
        added = "" if path.stem == HONEST else "\n\n" + path.read_text()
        reports[path.stem] = judge_through(sandbox, RUNNER.judge(task_of(problem, base + added, reference)))
    return reports


def test_every_program_has_an_expectation() -> None:
    programs = {path.stem for path in PROGRAMS.glob("*.py")}
    assert programs == {HONEST, *REJECTED, *OTHERS, *VALID, *UNNOTICED, *FORGED}


def test_honest_model_earns_points_for_behaviour_and_quality(judged: dict[str, Report]) -> None:
    report = judged[HONEST]
    assert [group.points for group in report.groups] == [group.max_points for group in report.groups]
    assert [audit.passed for audit in report.audits] == [True, True, True]
    assert report.score > 40


@pytest.mark.parametrize("name", REJECTED)
def test_invalid_distributions_are_rejected_with_evidence(judged: dict[str, Report], name: str) -> None:
    report = judged[name]
    failed = [audit.key for audit in report.audits if not audit.passed]
    assert (report.verdict, report.score, failed[:1]) == (VerdictCode.REJECTED, 0.0, [REJECTED[name]])


@pytest.mark.parametrize("name", OTHERS)
def test_cheat_gets_its_verdict(judged: dict[str, Report], name: str) -> None:
    assert judged[name].verdict == OTHERS[name], judged[name].summary
    assert judged[name].score < judged[HONEST].score


@pytest.mark.parametrize("name", VALID)
def test_odd_zeros_are_valid_numbers(judged: dict[str, Report], name: str) -> None:
    assert [audit.passed for audit in judged[name].audits] == [True, True, True]


@pytest.mark.parametrize("name", UNNOTICED)
def test_printing_changes_nothing(judged: dict[str, Report], name: str) -> None:
    report, honest = judged[name], judged[HONEST]
    assert (report.verdict, report.groups) == (honest.verdict, honest.groups)
    assert [audit.passed for audit in report.audits] == [True, True, True]


@pytest.mark.parametrize("name", FORGED)
def test_forged_answers_earn_nothing_for_behaviour(judged: dict[str, Report], name: str) -> None:
    report = judged[name]
    assert (report.verdict, report.groups[0].points) == (WRONG, 0.0)


def test_hidden_questions_are_never_shown(judged: dict[str, Report]) -> None:
    assert judged["prints_hidden_questions"].output == ""


def test_forged_error_names_no_type_of_its_own(judged: dict[str, Report]) -> None:
    summary = judged["sends_markup_as_an_error"].summary
    assert summary.en == "During the sample behaviour tests: raised Exception."


def test_printed_escape_sequences_are_replaced(judged: dict[str, Report]) -> None:
    assert "\x1b" not in judged["prints_a_fake_verdict"].output
    assert judged["prints_a_fake_verdict"].output.startswith('{"verdict": "accepted", "score": 100}\n')
