"""Runs of n-gram models: samples, what was typed, public text alone."""

from __future__ import annotations

import shutil

import pytest

from runners.base import Problem, Report, VerdictCode
from runners.ngram_lm import RUNNER
from runners.ngram_lm.behaviour import typed_text
from runners.ngram_lm.cases import SAMPLES, Behaviour, following
from runners.ngram_lm.data import load_public
from runners.ngram_lm.params import params_of
from runners.ngram_lm.trial import (
    MOST_CONTEXTS,
    MOST_CPU_SECONDS,
    MOST_WALL_SECONDS,
    held_out,
    plan,
    typed_cases,
)
from tests.runners.local_driver import drive
from tests.runners.ngram_lm.problems import small_problem, solution, task_of


@pytest.fixture(scope="module")
def problem(tmp_path_factory: pytest.TempPathFactory) -> Problem:
    """Without anything hidden."""
    made = small_problem(tmp_path_factory.mktemp("data"))
    shutil.rmtree(made.data / "hidden")
    return made


def run(problem: Problem, source: bytes | str, typed: str = "") -> Report:
    return drive(RUNNER.try_out(task_of(problem, source), typed))


def test_the_reference_passes_every_sample_and_is_measured_without_a_score(problem: Problem) -> None:
    report = run(problem, solution("reference.py"))
    assert (report.verdict, report.score, report.summary.en) == (
        VerdictCode.ACCEPTED,
        0.0,
        "Every sample passed.",
    )
    assert [group.key for group in report.groups] == ["sample"]
    assert [metric.key for metric in report.metrics] == ["perplexity", "accuracy"]
    assert all(metric.low is not None and metric.value is not None for metric in report.metrics)


def test_wrong_samples_are_shown_in_full(problem: Problem) -> None:
    report = run(problem, solution("document_bugs.py"))
    failed = [case for case in report.groups[0].cases if not case.passed]
    assert report.verdict is VerdictCode.WRONG_ANSWER
    assert all(case.given and case.expected and case.got for case in failed)
    assert "no method distribution" in report.summary.en


def test_what_was_typed_is_asked_and_shown(problem: Problem) -> None:
    report = run(
        problem, solution("reference.py"), "n = 3\nwe tune small models\n? we tune\n? small models\n"
    )
    (case,) = next(group for group in report.groups if group.key == "typed").cases
    assert case.got == "predict(('we', 'tune')) -> 'small'\npredict(('small', 'models')) -> None"
    assert case.expected == case.got


def test_a_program_that_raises_says_where(problem: Problem) -> None:
    report = run(problem, "class NGramModel:\n    def __init__(self, n, vocabulary=None):\n        1 / 0\n")
    assert report.verdict is VerdictCode.WRONG_ANSWER or report.verdict is VerdictCode.RUNTIME_ERROR
    assert "ZeroDivisionError at line 3" in report.summary.en


def test_held_out_sentences_are_not_in_the_lesson(problem: Problem) -> None:
    public, params = load_public(problem), params_of(problem)
    taught, contexts, targets = held_out(public, params)
    rest = public.sentences[len(taught.sentences) :]
    assert len(rest) == len(contexts) == len(targets) > 0
    for sentence, context, target in zip(rest, contexts, targets, strict=True):
        words = sentence.tolist()
        assert [*context.tolist(), int(target)] in [words[i : i + params.order] for i in range(len(words))]


def test_nothing_of_a_run_is_hidden(problem: Problem) -> None:
    asked = plan(task_of(problem, "x = 1"), "a b")
    assert not any(exchange.hidden for exchange in asked.job.exchanges)


@pytest.mark.parametrize(
    ("typed", "n", "sentences", "contexts"),
    [
        ("a b c\n", 2, ("a b c",), (("a",),)),
        ("n=9\na b\n? a b c d e\n", 6, ("a b",), (("a", "b", "c", "d", "e"),)),
        ("n = x\n", 2, ("n = x",), (("n",),)),
        ("？ 我们\n我们 微调\n", 2, ("我们 微调",), (("我们",),)),
        ("?\n", 2, (), ((),)),
        ("\n".join(f"? w{i}" for i in range(50)), 2, (), tuple((f"w{i}",) for i in range(MOST_CONTEXTS))),
    ],
)
def test_typed_lines_are_read(
    typed: str, n: int, sentences: tuple[str, ...], contexts: tuple[tuple[str, ...], ...]
) -> None:
    (case,) = typed_cases(typed)
    assert (case.n, case.lessons, tuple(ask.context for ask in case.asks)) == (n, (sentences,), contexts)


def test_nothing_typed_asks_nothing() -> None:
    assert typed_cases(" \n\n") == ()


def test_a_run_that_never_ends_holds_up_nobody_for_long(problem: Problem) -> None:
    limits = plan(task_of(problem, "x = 1"), "").job.limits
    assert (limits.cpu_seconds, limits.wall_seconds) <= (MOST_CPU_SECONDS, MOST_WALL_SECONDS)
    assert limits.memory_bytes == problem.limits.memory_bytes


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.title.en)
def test_samples_can_be_typed(sample: Behaviour) -> None:
    (typed,) = typed_cases(typed_text(sample))
    asked = {ask.context for ask in sample.asks}
    assert (typed.n, {ask.context for ask in typed.asks}) == (sample.n, asked)
    for context in asked:
        assert following(typed.n, typed.lessons, context) == following(sample.n, sample.lessons, context)
