"""Reports of whole judgements, from answers of the trusted job that are written by hand."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest

from runners.base import Problem, Report, VerdictCode
from runners.corpora import Review
from runners.finetune_classifier import RUNNER
from runners.finetune_classifier.plan import ALONE, SAMPLES, Plan, plan
from runners.tuning.audits import tensors_in
from runners.tuning.reference import Kept
from tests.runners.tuning.problems import CLASSIFIER, task_of
from tests.runners.tuning.tiny_problems import (
    Answers,
    judge_by_hand,
    restored_answer,
    tiny_problem,
    weights_answer,
)

SOURCE = b"def fine_tune(): ..."
AUDITS = ["format", "finite", "moved", "origin", "rank", "restore", "canaries", "twins", "batching"]
SURE = 1 / (1 + math.exp(-2.0))  # the probability that goes with a gap of 2 between the logits

Change = Callable[[Plan, Answers], None]


@pytest.fixture(scope="module")
def problem(tmp_path_factory: pytest.TempPathFactory) -> Problem:
    return tiny_problem(CLASSIFIER, tmp_path_factory.mktemp("classifier"))


@pytest.fixture(scope="module")
def planned(problem: Problem) -> Plan:
    return plan(task_of(problem, SOURCE))


@pytest.fixture(scope="module")
def reference(problem: Problem, planned: Plan) -> Report:
    """The report of the reference run."""
    return judged(problem, answers_of(planned))


def judged(problem: Problem, answers: Answers, reference: bytes | None = None) -> Report:
    task = task_of(problem, SOURCE, reference)
    return judge_by_hand(RUNNER.judge(task), plan(task).spec, answers)


def logits(reviews: list[Review], wrong: int = 0) -> dict[str, Any]:
    """Logits of which one in ``wrong`` is of the other label; none for 0."""
    signs = [
        (1 if one.label else -1) * (-1 if wrong and i % wrong == 0 else 1) for i, one in enumerate(reviews)
    ]
    return {"logits": [[-float(sign), float(sign)] for sign in signs]}


def answers_of(planned: Plan, wrong: int = 10) -> Answers:
    """Those of an honest model that is wrong at one hidden text in ``wrong``."""
    hidden = list(planned.drawn.hidden)
    examples = planned.params.probes + planned.params.canaries
    return {
        "weights": weights_answer(),
        "hidden": logits(hidden, wrong),
        "alone": logits(hidden[:ALONE], wrong),
        "twins": logits(hidden[: planned.params.twins], wrong),
        "canaries": logits([line for group in planned.canaries for line in group]),
        "samples": logits(list(planned.drawn.public[:SAMPLES])),
        "restored": restored_answer(examples),
    }


def test_reference_run_is_accepted_with_all_points(reference: Report) -> None:
    assert (reference.verdict, reference.score, reference.summary.en) == (
        VerdictCode.ACCEPTED,
        100.0,
        "Score 100 of 100.",
    )
    assert (reference.score_low, reference.score_high) == (100.0, 100.0)
    assert [(one.key, one.passed) for one in reference.audits] == [(key, True) for key in AUDITS]
    assert [(metric.key, metric.value) for metric in reference.metrics if metric.key != "macro_f1"] == [
        ("accuracy", 0.9),
        ("log_loss", round(-0.9 * math.log(SURE) - 0.1 * math.log(1 - SURE), 3)),
        ("ece", round(0.9 - SURE, 3)),
    ]


def test_reference_against_itself_gets_the_same_report(
    problem: Problem, planned: Plan, reference: Report
) -> None:
    assert judged(problem, answers_of(planned), reference.per_example) == reference


def test_what_is_kept_of_the_reference_reads_back(planned: Plan, reference: Report) -> None:
    kept = Kept.unpacked(reference.per_example)
    hidden = logits(list(planned.drawn.hidden), wrong=10)["logits"]
    assert np.frombuffer(kept.marks, "<f8").tolist() == pytest.approx(
        [SURE if positive > 0 else 1 - SURE for _, positive in hidden]
    )
    assert (kept.tensors, kept.numbers) == (tensors_in(weights_answer()), {"twin_loss": 0.0})


def test_another_problem_s_reference_is_refused(problem: Problem, planned: Plan, reference: Report) -> None:
    kept = Kept.unpacked(reference.per_example)
    other = Kept(kept.marks[:-8], kept.tensors, kept.numbers).packed()
    with pytest.raises(ValueError, match="the reference does not fit 400 hidden texts"):
        judged(problem, answers_of(planned), other)


def test_a_weaker_model_gets_a_wrong_answer(problem: Problem, planned: Plan, reference: Report) -> None:
    report = judged(problem, answers_of(planned, wrong=4), reference.per_example)
    accuracy = report.metrics[0]
    prior = sum(one.label for one in planned.drawn.public) / len(planned.drawn.public)
    floor = np.mean([one.label == (prior > 0.5) for one in planned.drawn.hidden])
    assert (report.verdict, accuracy.value) == (VerdictCode.WRONG_ANSWER, 0.75)
    assert accuracy.points == pytest.approx(60 * (0.75 - floor) / (0.9 - floor), abs=0.05)
    assert report.summary.en == f"Score {report.score:g} of 100; to pass: 80."


def test_seeds_are_those_of_the_file_and_of_the_intervals(planned: Plan, reference: Report) -> None:
    asked = json.loads(planned.job.exchanges[0].message)
    assert reference.seeds == {"train": asked["seed"], "bootstrap": 20260131}


def test_samples_show_reviews_of_the_training_file_and_earn_nothing(planned: Plan, reference: Report) -> None:
    (group,) = reference.groups
    words = {1: "1（正面 positive）", 0: "0（负面 negative）"}
    assert (group.key, group.points, group.max_points, group.sample) == ("samples", 0.0, 0.0, True)
    assert [(case.title.en, case.given, case.expected, case.got) for case in group.cases] == [
        (
            f"Review {i + 1}",
            one.text,
            words[one.label],
            f"{words[one.label]}，p(1) = {SURE if one.label else 1 - SURE:.3f}",
        )
        for i, one in enumerate(planned.drawn.public[:SAMPLES])
    ]


def put(name: str, answer: Callable[[Plan, dict[str, Any]], dict[str, Any]]) -> Change:
    """Replace one answer by what ``answer`` makes of it."""

    def change(planned: Plan, answers: Answers) -> None:
        answers[name] = answer(planned, answers[name])

    return change


def shifted(name: str, gap: float) -> Change:
    """Every logit of one answer, so much higher."""
    return put(name, lambda p, a: {"logits": [[x + gap for x in row] for row in a["logits"]]})


def turned(name: str, first: int) -> Change:
    """The logits of the first texts of one answer, changed over."""
    return put(name, lambda p, a: {"logits": [[y, x] for x, y in a["logits"][:first]] + a["logits"][first:]})


def without(name: str, place: int) -> Change:
    """One text's logits that are not finite."""

    def change(planned: Plan, answers: Answers) -> None:
        answers[name]["logits"][place] = None

    return change


def restored(**costs: float | None) -> Change:
    return put("restored", lambda planned, a: restored_answer(len(a["losses"]["as it is"]), **costs))


def weights(**measured: Any) -> Change:
    return put("weights", lambda planned, answer: weights_answer(**measured))


REJECTED: dict[str, tuple[str, Change]] = {
    "a weight is NaN": ("finite", weights(finite=False)),
    "a hidden text's logits are NaN": ("finite", without("hidden", 399)),
    "logits alone are NaN": ("finite", without("alone", 0)),
    "a twin's logits are NaN": ("finite", without("twins", 5)),
    "a part is as it was": ("moved", weights(moved=0.0)),
    "low rank": ("rank", weights(rank=0.04)),
    "noise beside a low rank": ("rank", restored(weak=1.5)),
    "another model": ("origin", weights(cosine=0.0)),
    "not this run's file": ("canaries", turned("canaries", 8 * 8)),
    "an idle body": ("restore", restored(body=0.0)),
    "punctuation matters": ("twins", turned("twins", 15)),  # 13 lost, 2 gained
    "batches differ": ("batching", shifted("alone", 0.002)),
}


@pytest.mark.parametrize(("key", "change"), list(REJECTED.values()), ids=list(REJECTED))
def test_each_audit_rejects(
    problem: Problem, planned: Plan, reference: Report, key: str, change: Change
) -> None:
    answers = answers_of(planned)
    change(planned, answers)
    report = judged(problem, answers, reference.per_example)
    worst = next(audit for audit in report.audits if not audit.passed)
    assert (report.verdict, report.score, worst.key) == (VerdictCode.REJECTED, 0.0, key)
    assert report.summary.en == f"An audit failed ({worst.title.en.lower()}): {worst.evidence.en}."
    assert [metric.points for metric in report.metrics] == [0.0] * 4


ALLOWED: dict[str, Change] = {
    "a few twins lost": turned("twins", 13),  # 11 lost, 2 gained
    "a rounding apart": shifted("alone", 0.0005),
    "some phrases forgotten": turned("canaries", 6 * 8),
}


@pytest.mark.parametrize("change", list(ALLOWED.values()), ids=list(ALLOWED))
def test_what_honest_models_do_is_accepted(
    problem: Problem, planned: Plan, reference: Report, change: Change
) -> None:
    answers = answers_of(planned)
    change(planned, answers)
    report = judged(problem, answers, reference.per_example)
    assert (report.verdict, [audit.key for audit in report.audits if not audit.passed]) == (
        VerdictCode.ACCEPTED,
        [],
    )


def test_a_phrase_is_known_by_the_mean_over_its_lines(
    problem: Problem, planned: Plan, reference: Report
) -> None:
    """Three lines of eight on the other side do not turn the mean of any phrase."""
    answers = answers_of(planned)
    rows = answers["canaries"]["logits"]
    answers["canaries"] = {"logits": [[y, x] if i % 8 < 3 else [x, y] for i, (x, y) in enumerate(rows)]}
    report = judged(problem, answers, reference.per_example)
    assert next(one.evidence.en for one in report.audits if one.key == "canaries") == (
        "100 % of 32 check lines are known (guessing gets about 50%), without exception (at least 4)"
    )


def test_weights_of_nan_alone_are_rejected_as_not_finite(
    problem: Problem, planned: Plan, reference: Report
) -> None:
    """All that is not finite comes as null; every number of the report is finite and can be stored."""
    answers = answers_of(planned)
    nothing = dict.fromkeys(("as_it_is", "block_0", "embeddings", "rest", "body", "matrices", "weak"))
    answers |= {name: {"logits": [None] * len(a["logits"])} for name, a in answers.items() if "logits" in a}
    answers["weights"] = weights_answer(moved=None, cosine=None, rank=None, finite=False)
    answers["restored"] = restored_answer(160, **nothing)
    for kept in (reference.per_example, None):
        report = judged(problem, answers, kept)
        assert (report.verdict, report.summary.en) == (
            VerdictCode.REJECTED,
            "An audit failed (no nan, no infinity): some values are NaN or infinite.",
        )
        json.dumps([asdict(metric) for metric in report.metrics], allow_nan=False)
