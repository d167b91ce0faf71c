"""Puts the report of a submission together: groups, metrics, audits, verdict and one sentence.

Every Result gives a Report, whatever bytes it holds; only our own broken reference raises.
"""

from __future__ import annotations

from dataclasses import replace

from runners.base import Group, Report, Task, Text, VerdictCode
from runners.ngram_lm import behaviour
from runners.ngram_lm.audits import audit_replay, audit_sums, audit_values, finding
from runners.ngram_lm.cases import SAMPLES
from runners.ngram_lm.plan import DISTRIBUTIONS, HIDDEN, REPLAY, SAMPLE, SHOWN, STAGES, TRAIN, TRIAL, Plan
from runners.ngram_lm.replies import GARBLED, Failure, answers_in, failure_of, rows_in
from runners.ngram_lm.scorer import Marks, Quality, marks_of, quality, unigram_marks
from runners.outcome import ending, rejected, visible_output
from runners.shown import points, shown_group, shown_usage
from runners.statistics import BOOTSTRAP_SEED
from sandbox.job import Outcome, Reply, Result

NO_METHOD = Text("没有定义 distribution 方法", "there is no method distribution")


def report(task: Task, plan: Plan, result: Result) -> Report:
    """The report of a finished job.

    Raises:
        ValueError: the stored reference does not fit the problem; the judge's own fault.
    """
    replies = {reply.name: reply for reply in result.replies}
    groups = _groups(task, plan, replies)
    draft = Report(
        verdict=VerdictCode.WRONG_ANSWER,
        score=_points(groups),
        summary=Text("", ""),
        groups=groups,
        usage=shown_usage(result),
        output=visible_output(result),
        seeds={"bootstrap": BOOTSTRAP_SEED, "python": 0},
    )
    failure, ended = first_failure(result), ending(result, STAGES, SHOWN)
    unscored = failure is not None and (failure[1].what == "distribution" or failure[1].kind == "invalid")
    if failure is not None and result.outcome is not Outcome.CANCELLED and not (unscored and ended):
        return failed(draft, *failure)
    if ended is not None:
        return replace(draft, verdict=ended.verdict, summary=ended.summary)
    lacking = [name for name in STAGES if name not in replies]
    if lacking:
        return stopped_early(draft, lacking[0])
    return _scored(draft, task, plan, replies)


def _points(groups: tuple[Group, ...]) -> float:
    return points(sum(group.points for group in groups))


def _groups(task: Task, plan: Plan, replies: dict[str, Reply]) -> tuple[Group, ...]:
    """The groups of the behaviour exchanges that were answered."""
    answers: list[object] = []
    for name, count in ((SAMPLE, len(SAMPLES)), (HIDDEN, len(plan.cases) - len(SAMPLES))):
        if name not in replies or failure_of(replies[name]) is not None:
            break
        came = answers_in(replies[name])
        answers += came if len(came) == count else [None] * count
    found = behaviour.groups(plan.cases, answers, task.problem.scoring, shown=len(SAMPLES))
    return tuple(shown_group(group) for group in found)


def first_failure(result: Result) -> tuple[str, Failure] | None:
    """The first stage that the harness had no answer for, and why."""
    for reply in result.replies:
        failure = failure_of(reply, reply.name in SHOWN)
        if failure is not None:
            return reply.name, failure
    return None


def failed(draft: Report, stage: str, failure: Failure) -> Report:
    """The report when the harness had no answer to give."""
    where = STAGES.get(stage, Text(stage, stage))
    sentence = Text(f"在“{where.zh}”阶段：{failure.text.zh}。", f"During {where.en}: {failure.text.en}.")
    if failure.kind in ("invalid", "garbled"):
        draft = replace(draft, audits=(finding("format", False, failure.text.zh, failure.text.en),))
    if failure.kind == "garbled":
        return replace(draft, verdict=VerdictCode.REJECTED, score=0.0, summary=sentence)
    if failure.kind == "invalid":
        return replace(draft, summary=_unscored(draft, failure.text))
    if failure.what == "distribution":
        return replace(draft, summary=_unscored(draft, NO_METHOD))
    return replace(draft, verdict=VerdictCode.RUNTIME_ERROR, summary=sentence)


def _unscored(draft: Report, why: Text) -> Text:
    wrong = wrong_behaviour(draft.groups)
    return Text(
        f"{wrong.zh}质量部分得 0 分：{why.zh}。",
        f"{wrong.en}Quality earns 0 points: {why.en}.",
    )


def stopped_early(draft: Report, stage: str) -> Report:
    """The report when the program ended well before all was answered."""
    where = STAGES[stage]
    return replace(
        draft,
        verdict=VerdictCode.RUNTIME_ERROR,
        summary=Text(
            f"程序没有回答“{where.zh}”就结束了。", f"The program ended without answering {where.en}."
        ),
    )


def _scored(draft: Report, task: Task, plan: Plan, replies: dict[str, Reply]) -> Report:
    """The report when every question was answered."""
    words = len(plan.drawn.vocabulary)
    rows = rows_in(replies[DISTRIBUTIONS], len(plan.order), words)
    again = rows_in(replies[REPLAY], len(plan.replayed), words)
    if rows is None or again is None:
        bad = DISTRIBUTIONS if rows is None else REPLAY
        return failed(draft, bad, GARBLED)
    if len(replies[TRAIN].content) != 1:
        return failed(draft, TRAIN, GARBLED)
    if rows_in(replies[TRIAL], 1, words) is None:
        return failed(draft, TRIAL, GARBLED)
    place = plan.order.argsort()  # position -> row
    audits = (audit_values(rows), audit_sums(rows), audit_replay(rows[place[plan.replayed]], again))
    if not all(audit.passed for audit in audits):
        return rejected(draft, audits)
    model = marks_of(rows, plan.order, plan.columns[plan.drawn.targets[plan.positions]])
    floor, reference = unigram_marks(plan.drawn).at(plan.positions), model
    if task.reference is not None:
        reference = Marks.unpacked(task.reference, len(plan.drawn.targets)).at(plan.positions)
    scored = quality(model, floor, reference, task.problem.scoring)
    return _finished(replace(draft, audits=audits, per_example=model.packed()), task, scored)


def _finished(draft: Report, task: Task, scored: Quality) -> Report:
    behaves = _points(draft.groups)
    score = points(behaves + scored.points)
    right = all(case.passed for group in draft.groups for case in group.cases)
    accepted = right and score >= task.problem.pass_mark
    notes = [m.note for m in scored.metrics if m.note is not None and m.value is None]
    wrong = wrong_behaviour(draft.groups)
    short = "" if accepted else "；" + f"通过需 {task.problem.pass_mark:g} 分且行为测试全部通过"
    short_en = "" if accepted else f"; to pass: {task.problem.pass_mark:g} and every behaviour test"
    return replace(
        draft,
        verdict=VerdictCode.ACCEPTED if accepted else VerdictCode.WRONG_ANSWER,
        score=score,
        score_low=min(score, points(behaves + scored.low)),
        score_high=max(score, points(behaves + scored.high)),
        metrics=scored.metrics,
        summary=Text(
            wrong.zh + "".join(f"{n.zh}。" for n in notes) + f"得分 {score:g}，满分 100{short}。",
            wrong.en
            + "".join(f"{n.en[:1].upper()}{n.en[1:]}. " for n in notes)
            + f"Score {score:g} of 100{short_en}.",
        ),
    )


def wrong_behaviour(groups: tuple[Group, ...]) -> Text:
    """What the failed behaviour tests say, each thing once; empty when none failed."""
    failed = [case for group in groups for case in group.cases if not case.passed and case.message]
    messages = list(dict.fromkeys(case.message for case in failed if case.message))
    if not messages:
        return Text("", "")
    shown, more = messages[:3], len(messages) - 3
    zh = "；".join(m.zh for m in shown) + (f"；另有 {more} 个问题" if more > 0 else "")
    en = "; ".join(m.en for m in shown) + (f"; and {more} more" if more > 0 else "")
    return Text(f"行为测试未通过：{zh}。", f"Behaviour tests failed: {en}. ")
