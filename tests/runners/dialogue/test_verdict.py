"""Reports of whole judgements, from answers of the trusted job that are written by hand."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from runners.base import Problem, Report, VerdictCode
from runners.corpora import tidy
from runners.dialogue import RUNNER
from runners.dialogue.plan import ALONE, CHOICES, Plan, plan, questions
from runners.dialogue.scorer import unpacked
from runners.tuning.audits import tensors_in
from runners.tuning.reference import Kept
from tests.runners.tuning.problems import DIALOGUE, task_of
from tests.runners.tuning.tiny_problems import (
    Answers,
    judge_by_hand,
    restored_answer,
    tiny_problem,
    weights_answer,
)

SOURCE = b"def fine_tune(): ..."
AUDITS = ["format", "finite", "moved", "origin", "rank", "restore", "canaries", "twins", "batching"]
AUDITS += ["degenerate", "echo", "copied"]
TUNED, BASE = 1.0, 3.0  # nats a character

Change = Callable[[Plan, Answers], None]


@pytest.fixture(scope="module")
def problem(tmp_path_factory: pytest.TempPathFactory) -> Problem:
    return tiny_problem(DIALOGUE, tmp_path_factory.mktemp("dialogue"))


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


def answers_of(planned: Plan, nats: float = TUNED) -> Answers:
    """Those of an honest model that replies what is right and pays so many nats a character."""
    asked = questions(planned, reference=True)
    prompts = asked["replies"]["prompts"]

    def losses(name: str, price: float) -> dict[str, Any]:
        return {"nll": [price * (len(tidy(reply)) + 1) for _, reply in asked[name]["pairs"]]}

    return {
        "weights": weights_answer(),
        "hidden": losses("hidden", nats),
        "alone": losses("alone", nats),
        "before": losses("before", nats),
        "after": losses("after", nats),
        "canaries": {"nll": [1.0, *[9.0] * (CHOICES - 1)] * len(planned.canaries)},
        "replies": {"replies": [one.replies[0] for one in planned.drawn.hidden]},
        "samples": {"replies": [f"reply {i}" for i in range(len(asked["samples"]["prompts"]))]},
        "restored": restored_answer(len(asked["restored"]["examples"])),
        "base hidden": losses("base hidden", BASE),
        "base replies": {"replies": ["xyz"] * len(prompts)},
    }


def test_reference_run_is_accepted_with_all_points(reference: Report) -> None:
    assert (reference.verdict, reference.score, reference.summary.en) == (
        VerdictCode.ACCEPTED,
        100.0,
        "Score 100 of 100.",
    )
    assert (reference.score_low, reference.score_high) == (100.0, 100.0)
    assert [(one.key, one.passed) for one in reference.audits] == [(key, True) for key in AUDITS]
    assert [(metric.key, metric.value, metric.floor) for metric in reference.metrics[:1]] == [
        ("perplexity", round(math.exp(TUNED), 3), round(math.exp(BASE), 2))
    ]


def test_reference_against_itself_gets_the_same_report(
    problem: Problem, planned: Plan, reference: Report
) -> None:
    answers = answers_of(planned)
    usual = {name: answers[name] for name in questions(planned, reference=False)}
    assert judged(problem, usual, reference.per_example) == reference


def test_what_is_kept_of_the_reference_reads_back(planned: Plan, reference: Report) -> None:
    kept = Kept.unpacked(reference.per_example)
    model, floor = unpacked(kept.marks, len(planned.drawn.hidden))
    characters = [sum(len(tidy(reply)) + 1 for reply in one.replies) for one in planned.drawn.hidden]
    assert model.column("characters").tolist() == characters
    assert model.column("nll").tolist() == pytest.approx([TUNED * count for count in characters])
    assert floor.column("nll").tolist() == pytest.approx([BASE * count for count in characters])
    assert (kept.tensors, kept.numbers) == (tensors_in(weights_answer()), {"twins": 0.0})


def test_another_problem_s_reference_is_refused(problem: Problem, planned: Plan, reference: Report) -> None:
    kept = Kept.unpacked(reference.per_example)
    other = Kept(kept.marks[:-8], kept.tensors, kept.numbers).packed()
    with pytest.raises(ValueError, match="the reference does not fit 120 hidden prompts"):
        judged(problem, answers_of(planned), other)


def test_a_model_half_way_to_the_reference_gets_a_wrong_answer(
    problem: Problem, planned: Plan, reference: Report
) -> None:
    report = judged(problem, answers_of(planned, nats=2.0), reference.per_example)
    assert (report.verdict, report.score, report.summary.en) == (
        VerdictCode.WRONG_ANSWER,
        70.0,
        "Score 70 of 100; to pass: 80.",
    )
    assert [metric.points for metric in report.metrics] == [30.0, 20.0, 10.0, 10.0]


def test_seeds_are_those_of_the_file_and_of_the_intervals(planned: Plan, reference: Report) -> None:
    asked = json.loads(planned.job.exchanges[0].message)
    assert reference.seeds == {"train": asked["seed"], "bootstrap": 20260131}


def test_samples_show_the_training_file_s_prompts_and_earn_nothing(planned: Plan, reference: Report) -> None:
    (group,) = reference.groups
    assert (group.key, group.points, group.max_points, group.sample) == ("samples", 0.0, 0.0, True)
    assert [(case.title.en, case.given, case.expected, case.got) for case in group.cases] == [
        (f"Prompt {i + 1}", prompt, reply, f"reply {i}")
        for i, (prompt, reply) in enumerate(planned.drawn.pairs[:6])
    ]


def test_samples_hold_no_control_characters(problem: Problem, planned: Plan) -> None:
    """The candidate's model says them: a NUL breaks a database, an escape moves a terminal."""
    answers = answers_of(planned)
    answers["samples"] = {"replies": ["a\0b\x1b[2Jc\nd\ud800"] * 6}
    (group,) = judged(problem, answers).groups
    assert {case.got for case in group.cases} == {"a\ufffdb\ufffd[2Jc\nd?"}


def put(name: str, answer: Callable[[Plan, dict[str, Any]], dict[str, Any]]) -> Change:
    """Replace one answer by what ``answer`` makes of it."""

    def change(planned: Plan, answers: Answers) -> None:
        answers[name] = answer(planned, answers[name])

    return change


def dearer(name: str, nats: float) -> Change:
    """Every loss of one answer, so many nats more."""
    return put(name, lambda planned, answer: {"nll": [loss + nats for loss in answer["nll"]]})


def restored(**costs: float | None) -> Change:
    return put("restored", lambda planned, a: restored_answer(len(a["losses"]["as it is"]), **costs))


def weights(**measured: Any) -> Change:
    return put("weights", lambda planned, answer: weights_answer(**measured))


def replying(reply: Callable[[Plan, int], str]) -> Change:
    return put("replies", lambda p, a: {"replies": [reply(p, i) for i in range(len(a["replies"]))]})


REJECTED: dict[str, tuple[str, Change]] = {
    "a weight is NaN": ("finite", weights(finite=False)),
    "a hidden loss is NaN": ("finite", put("hidden", lambda p, a: {"nll": [None, *a["nll"][1:]]})),
    "a loss alone is NaN": ("finite", put("alone", lambda p, a: {"nll": [*a["nll"][:-1], None]})),
    "a twin's loss is NaN": ("finite", put("after", lambda p, a: {"nll": [*a["nll"][:-1], None]})),
    "a check line's loss is NaN": ("finite", put("canaries", lambda p, a: {"nll": [None, *a["nll"][1:]]})),
    "a part is as it was": ("moved", weights(moved=0.0)),
    "low rank": ("rank", weights(rank=0.04)),
    "noise beside a low rank": ("rank", restored(weak=1.5)),
    "another model": ("origin", weights(cosine=0.0)),
    "not this run's file": ("canaries", put("canaries", lambda p, a: {"nll": a["nll"][::-1]})),
    "all check lines alike": ("canaries", put("canaries", lambda p, a: {"nll": [5.0] * len(a["nll"])})),
    "an idle body": ("restore", restored(body=0.0)),
    "punctuation matters": ("twins", dearer("after", 1.01)),
    "batches differ": ("batching", dearer("alone", 0.002)),
    "silence": ("degenerate", replying(lambda p, i: "")),
    "one reply for all": ("degenerate", replying(lambda p, i: "I do not know.")),
    "echo": ("echo", replying(lambda p, i: p.drawn.hidden[i].prompt)),
    "lines of the training file": ("copied", replying(lambda p, i: p.drawn.pairs[i][1])),
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
    "a bit more at other wording": dearer("after", 0.99),
    "a rounding apart": dearer("alone", 0.0005),
    "some check lines forgotten": put(
        "canaries", lambda p, a: {"nll": [*[9.0, 1.0, 9.0, 9.0] * 6, *a["nll"][6 * CHOICES :]]}
    ),
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


def test_weights_of_nan_alone_are_rejected_as_not_finite(
    problem: Problem, planned: Plan, reference: Report
) -> None:
    """All that is not finite comes as null; every number of the report is finite and can be stored."""
    answers = answers_of(planned)
    broken = {name: {"nll": [None] * len(a["nll"])} for name, a in answers.items() if "nll" in a}
    nothing = dict.fromkeys(("as_it_is", "block_0", "embeddings", "rest", "body", "matrices", "weak"))
    answers |= broken | {"base hidden": answers["base hidden"]}
    answers["replies"] = {"replies": ["!"] * len(planned.drawn.hidden)}
    answers["weights"] = weights_answer(moved=None, cosine=None, rank=None, finite=False)
    answers["restored"] = restored_answer(160, **nothing)
    for kept in (reference.per_example, None):
        report = judged(problem, answers, kept)
        assert (report.verdict, report.summary.en) == (
            VerdictCode.REJECTED,
            "An audit failed (no nan, no infinity): some values are NaN or infinite.",
        )
        json.dumps([asdict(metric) for metric in report.metrics], allow_nan=False)


def test_the_first_pairs_are_asked_alone(planned: Plan) -> None:
    answers = answers_of(planned)
    assert answers["alone"]["nll"] == answers["hidden"]["nll"][:ALONE]


def test_the_report_names_the_base(problem: Problem, reference: Report) -> None:
    manifest = json.loads((Path(problem.models) / "tiny-gpt2" / "manifest.json").read_bytes())
    assert reference.base_model == manifest["facts"]["weights_sha256"]
