"""Every cheat on the score, through the real sandbox, gets the verdict that stands beside it.

A program is appended to ``honest.py``, which is a plain valid model. HONEST means: judged as if the
trick were not there.
"""

from __future__ import annotations

import re
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
VALUES, SUMS, REPLAY = "values", "sums", "replay"
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
    "adapts_to_what_is_asked": REPLAY,
    "random_answers": REPLAY,
    "reads_ahead": REPLAY,
}
BEHAVIOUR_POINTS = 40.0
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
}
OTHERS = {
    "predict_equals_everything": WRONG,
    "predict_gives_several_words": WRONG,
    "predict_never_draws": WRONG,
    "predict_takes_turns": WRONG,
    "brings_a_table_of_real_words": WRONG,
    "zero_for_most_words": WRONG,
    "leaves_at_import": BAD,
    "leaves_in_distribution": BAD,
    "raises_system_exit_in_train": RUNTIME,
    "sends_markup_as_an_error": RUNTIME,
    "writes_garbage_to_the_judge": BAD,
    "answers_before_it_is_asked": BAD,
    "sends_deeply_nested_json": BAD,
    "fills_the_disk_with_empty_files": BAD,
}
VALID = ("negative_zero", "subnormal_numbers", "integers")
UNNOTICED = ("prints_a_fake_verdict", "prints_hidden_questions", "closes_the_streams", "will_not_end")
SAME_SCORE = ("a_tuple", "numpy_scalars", "numpy_single_scalars")
SIGNALLING = ("uniform_but_at_two_contexts",)
FORGED = ("patches_the_modules_of_the_harness",)


@pytest.fixture(scope="module")
def problem(tmp_path_factory: pytest.TempPathFactory) -> Problem:
    """Its pool is cut to the positions that a file is asked, so that all programs are asked the same."""
    problem = small_problem(tmp_path_factory.mktemp("data"))
    pool = problem.data / "hidden" / "positions.tsv"
    lines = pool.read_text().splitlines(keepends=True)
    pool.write_text("".join(lines[: problem.params["positions"]]))
    return problem


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
    assert programs == {
        HONEST,
        *REJECTED,
        *OTHERS,
        *SLIPS,
        *VALID,
        *UNNOTICED,
        *SAME_SCORE,
        *SIGNALLING,
        *FORGED,
    }


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


@pytest.mark.parametrize("name", SLIPS)
def test_slip_of_type_or_shape_keeps_behaviour_and_is_named(judged: dict[str, Report], name: str) -> None:
    report = judged[name]
    failed = [audit.key for audit in report.audits if not audit.passed]
    assert (report.verdict, report.score, failed) == (WRONG, BEHAVIOUR_POINTS, ["format"])
    sentence = SLIPS[name]
    assert report.summary.en == f"Quality earns 0 points: distribution {sentence}."


@pytest.mark.parametrize("name", SAME_SCORE)
def test_numbers_of_another_accepted_type_score_the_same(judged: dict[str, Report], name: str) -> None:
    assert judged[name].metrics == judged[HONEST].metrics


@pytest.mark.parametrize("name", SIGNALLING)
def test_report_has_too_few_digits_to_carry_a_target(judged: dict[str, Report], name: str) -> None:
    report = judged[name]
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
    assert len(judged["prints_hidden_questions"].output.splitlines()) == 1  # the trial question


def test_too_many_files_are_called_that(judged: dict[str, Report]) -> None:
    summary = judged["fills_the_disk_with_empty_files"].summary.en
    assert summary.startswith("What came back is not acceptable: number of files, ")


def test_forged_error_names_no_type_of_its_own(judged: dict[str, Report]) -> None:
    summary = judged["sends_markup_as_an_error"].summary
    assert summary.en == "During the sample behaviour tests: raised Exception."


def test_printed_escape_sequences_are_replaced(judged: dict[str, Report]) -> None:
    assert "\x1b" not in judged["prints_a_fake_verdict"].output
    assert judged["prints_a_fake_verdict"].output.startswith('{"verdict": "accepted", "score": 100}\n')
