"""Reports of whole judgements, by local processes and by results made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from runners.base import Problem, Report, VerdictCode
from runners.ngram_lm import RUNNER
from sandbox.bare import run_bare
from sandbox.job import Breach, Outcome, Result
from tests.runners.local_driver import drive
from tests.runners.ngram_lm.problems import small_problem, solution, task_of


@pytest.fixture(scope="module")
def problem(tmp_path_factory: pytest.TempPathFactory) -> Problem:
    return small_problem(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def reference(problem: Problem) -> bytes:
    return drive(RUNNER.judge(task_of(problem, solution("reference.py")))).per_example


def judged(problem: Problem, source: bytes | str, reference: bytes | None = None) -> Report:
    return drive(RUNNER.judge(task_of(problem, source, reference)))


def test_reference_against_itself_is_accepted_with_all_points(problem: Problem, reference: bytes) -> None:
    report = judged(problem, solution("reference.py"), reference)
    assert (report.verdict, report.score, report.score_low, report.score_high) == (
        VerdictCode.ACCEPTED,
        100.0,
        100.0,
        100.0,
    )
    assert [metric.of_reference for metric in report.metrics] == [1.0, 1.0]
    assert len(report.per_example) * 2 == len(reference)  # the pool has twice the positions


def test_two_common_bugs_are_both_named_with_their_proof(problem: Problem, reference: bytes) -> None:
    report = judged(problem, solution("document_bugs.py"), reference)
    example, last = report.groups[0], report.groups[1]
    assert report.verdict is VerdictCode.WRONG_ANSWER
    assert [case.message.en for case in example.cases if case.message][1] == (
        "it learned characters, not words: after training on ['hello world', 'hello everyone', "
        "'everyone hello'], predict(('h',)) gave 'e'; expected None"
    )
    assert next(case.message.en for case in last.cases if case.message) == (
        "the last n-gram of each sentence was not learned: after training on [['the', 'cat', 'sat']], "
        "predict(('cat',)) gave None; expected 'sat'"
    )
    assert "it learned characters, not words" in report.summary.en
    assert "the last n-gram of each sentence was not learned" in report.summary.en


def test_model_without_distribution_keeps_its_behaviour_points(problem: Problem, reference: bytes) -> None:
    report = judged(problem, solution("predict_only.py"), reference)
    assert (report.verdict, report.score, report.summary.en) == (
        VerdictCode.WRONG_ANSWER,
        40.0,
        "Quality earns 0 points: there is no method distribution.",
    )


def test_file_without_the_class_is_a_runtime_error_that_says_so(problem: Problem) -> None:
    report = judged(problem, "x = 1\n")
    assert (report.verdict, report.score, report.summary.en) == (
        VerdictCode.RUNTIME_ERROR,
        0.0,
        "During the sample behaviour tests: solution.py defines no class NGramModel.",
    )


def test_syntax_error_is_shown_with_its_line(problem: Problem) -> None:
    report = judged(problem, "class NGramModel:\n    def train(self\n")
    assert (
        report.summary.en == "During the sample behaviour tests: raised SyntaxError at line 2 of solution.py."
    )
    assert report.output.splitlines()[-1] == "SyntaxError: '(' was never closed"


def test_error_in_training_shows_the_traceback_and_keeps_behaviour(problem: Problem) -> None:
    source = solution("predict_only.py").decode() + (
        "\n    def distribution(self, context):\n        return []\n\n\n"
        "class NGramModel(NGramModel):\n    def train(self, sentences):\n"
        "        if len(sentences) > 100:\n            raise ValueError('too much text')\n"
        "        super().train(sentences)\n"
    )
    report = judged(problem, source)
    assert (report.verdict, report.score) == (VerdictCode.RUNTIME_ERROR, 40.0)
    assert report.output.splitlines()[-1] == "ValueError: too much text"
    line = source.count("\n") - 1
    assert report.summary.en == (
        f"During training on the public text: raised ValueError at line {line} of solution.py."
    )


def test_limit_after_behaviour_keeps_the_points_of_finished_groups(problem: Problem) -> None:
    judging = RUNNER.judge(task_of(problem, solution("predict_only.py")))
    result = run_bare(next(judging))
    breach = Breach("memory_bytes", 2**30, 2**31, exchange="distributions")
    answered = tuple(reply for reply in result.replies if reply.content[0] == 0)
    stopped = replace(result, outcome=Outcome.MEMORY, breach=breach, replies=answered)
    with pytest.raises(StopIteration) as end:
        judging.send(stopped)
    report = end.value.value
    assert (report.verdict, report.score) == (VerdictCode.MEMORY_LIMIT, 40.0)
    assert report.summary.en == (
        "The memory limit was exceeded: memory, 1.0 GiB allowed, 2.0 GiB measured, during the distributions."
    )


def test_reference_of_another_problem_is_our_own_fault(problem: Problem) -> None:
    with pytest.raises(ValueError, match="does not fit 600 positions"):
        judged(problem, solution("witten_bell.py"), b"12345678")


def test_process_that_said_nothing_is_a_runtime_error(problem: Problem) -> None:
    judging = RUNNER.judge(task_of(problem, "x = 1"))
    next(judging)
    with pytest.raises(StopIteration) as end:
        judging.send(Result(Outcome.OK, exit_code=0))
    assert end.value.value.summary.en == "The program ended without answering the sample behaviour tests."
