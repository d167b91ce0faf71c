"""Turns what the author's container says of each test into groups, points and a verdict.

What it says is the author's; what a candidate's program raised is named by a built-in type and a line alone.
Tests that are not samples show a title and a sentence, no value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from runners.base import Case, Group, Report, Task, Text, VerdictCode
from runners.errors import error_text
from runners.function.params import SHOWN, Params, Title, params_of
from runners.function.plan import TYPED
from runners.outcome import ending, plain_text, visible_output
from runners.shown import points, shown_group, shown_usage
from sandbox.job import Result

SENTENCES = 3
OURS = Text(
    "这道题自身的测试出错，与你的代码无关；这次提交不计。",
    "The problem's own tests failed, not your code. This submission does not count.",
)


class Checked(BaseModel):
    """What became of one test. ``error``: what the candidate's process said that it raised."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    group: str
    title: Title
    wrong: Title | None
    error: dict[str, Any] | None
    given: str
    expected: str
    got: str
    typed: str

    @property
    def message(self) -> Text | None:
        """What is wrong, None when nothing is."""
        if self.error is not None:
            return error_text(self.error)
        return None if self.wrong is None else self.wrong.text


CHECKED = TypeAdapter(list[Checked])


def checked_in(result: Result) -> list[Checked] | None:
    """What the author's container said of all sets; None when that makes no sense."""
    found: list[Checked] = []
    for reply in result.replies:
        try:
            found += CHECKED.validate_json(reply.content)
        except ValidationError:
            return None
    return found


def our_fault(result: Result, why: Text | None = None) -> Report:
    """The author's tests failed, or are not in order: nobody's points."""
    summary = Text(f"{OURS.zh}{why.zh}。", f"{OURS.en} {why.en}.") if why else OURS
    return Report(VerdictCode.JUDGE_ERROR, 0.0, summary, usage=shown_usage(result))


def case_of(checked: Checked, sample: bool) -> Case:
    """One test as it is shown."""
    message = checked.message
    if not sample:
        return Case(checked.title.text, message is None, message=message)
    return Case(
        checked.title.text,
        message is None,
        given=checked.given,
        expected=checked.expected,
        got=plain_text(checked.got.encode("utf-8", "replace")),
        message=message,
        typed=checked.typed,
    )


def groups_of(
    params: Params, scoring: Mapping[str, float], found: Sequence[Checked], wanted: Mapping[str, int]
) -> tuple[Group, ...]:
    """Every group of which tests were answered. Its points go by the share of all its tests that passed."""
    groups = []
    for key, title in params.groups.items():
        cases = tuple(case_of(one, key == SHOWN) for one in found if one.group == key)
        if cases:
            share = sum(case.passed for case in cases) / max(wanted[key], len(cases))
            groups.append(
                Group(key, title.text, scoring[key] * share, float(scoring[key]), key == SHOWN, cases)
            )
    return tuple(groups)


def report(task: Task, result: Result, found: Sequence[Checked], wanted: Mapping[str, int]) -> Report:
    """The verdict: how the candidate's process ended, and what its answers were worth. ``wanted``: how many
    tests each group has."""
    params = params_of(task.problem)
    groups = groups_of(params, task.problem.scoring, found, wanted)
    draft = Report(
        verdict=VerdictCode.WRONG_ANSWER,
        score=points(sum(group.points for group in groups)),
        summary=Text("", ""),
        groups=tuple(map(shown_group, groups)),
        usage=shown_usage(result),
        output=visible_output(result),
        seeds={"python": 0},
        per_example=b"function" if task.reference is None else b"",
    )
    stages = _stages(result)
    ended = ending(result, stages, {name for name in stages if name.startswith(SHOWN)})
    if ended is not None:
        return replace(draft, verdict=ended.verdict, summary=ended.summary)
    raised = [one for one in found if one.error is not None]
    if found and len(raised) == len(found):
        return replace(draft, verdict=VerdictCode.RUNTIME_ERROR, summary=_sentence(found))
    passed = draft.score >= task.problem.pass_mark and len(found) == sum(wanted.values())
    summary = _sentence(found)
    return replace(
        draft,
        verdict=VerdictCode.ACCEPTED if passed else VerdictCode.WRONG_ANSWER,
        summary=Text(
            f"{summary.zh}得分 {draft.score:g}，满分 100。", f"{summary.en}Score {draft.score:g} of 100."
        ),
    )


def _stages(result: Result) -> dict[str, Text]:
    """The exchanges in words."""
    asked = {result.during, result.breach.exchange if result.breach else ""} - {""}
    return {
        name: Text("公开测试", "a sample test")
        if name.startswith(SHOWN)
        else Text("隐藏测试", "a hidden test")
        for name in asked
    }


def _sentence(found: Sequence[Checked]) -> Text:
    """What is wrong, each thing once."""
    messages = list(dict.fromkeys(one.message for one in found if one.message))
    if not messages:
        return Text("测试全部通过。", "Every test passed. ")
    more = len(messages) - SENTENCES
    zh = "；".join(one.zh for one in messages[:SENTENCES]) + (f"；另有 {more} 个问题" if more > 0 else "")
    en = "; ".join(one.en for one in messages[:SENTENCES]) + (f"; and {more} more" if more > 0 else "")
    return Text(f"未通过：{zh}。", f"Not passed: {en}. ")


def as_run(made: Report) -> Report:
    """The report of a Run, which earns nothing: it went well when every sample passed, and what was typed
    raised nothing."""
    if made.verdict not in {VerdictCode.ACCEPTED, VerdictCode.WRONG_ANSWER}:
        return replace(made, score=0.0)
    samples = [case for group in made.groups for case in group.cases if group.key == SHOWN]
    failed = sum(not case.passed for case in samples)
    passed = bool(samples) and not failed
    said = Text(f"{failed} 个样例未通过。", f"{failed} of {len(samples)} samples did not pass.")
    if passed:
        said = Text("样例全部通过。", "Every sample passed.")
    raised = any(case.message for group in made.groups for case in group.cases if group.key == TYPED)
    if raised:
        said = Text(f"你的输入抛出了异常。{said.zh}", f"Your input raised an exception. {said.en}")
    verdict = VerdictCode.ACCEPTED if passed and not raised else VerdictCode.WRONG_ANSWER
    return replace(made, verdict=verdict, score=0.0, summary=said)
