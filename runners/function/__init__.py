"""The kind ``function``: functions and classes are run on tests that an author wrote, sample and hidden.

An author adds a problem by two files of tests (``public/samples.py``, ``cases.py``), without a plugin. This
module is the runner: it drives three jobs (``plan``) and puts the report together (``verdict``). It runs
nothing itself.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

from runners.base import Case, Fault, Group, Judging, Problem, Report, ScoreRow, Task, Text
from runners.errors import typed_error_text
from runners.function import params
from runners.function.params import SAMPLES, SHOWN, params_of
from runners.function.plan import (
    HIDDEN_SET,
    KEY,
    SAMPLE_SET,
    TYPED,
    Asked,
    asked_of,
    candidate_job,
    check_job,
    group_fault,
    make_job,
    seed_of,
    tests_in,
)
from runners.function.verdict import as_run, checked_in, our_fault, report
from runners.outcome import plain_text
from sandbox.job import Result

KIB = 1024
SHOWN_RULE = Text("公开测试，按通过的比例得分", "Shown; points by the share of tests that pass")
HIDDEN_RULE = Text("隐藏测试，按通过的比例得分", "Hidden; points by the share of tests that pass")


class FunctionRunner:
    """See ``runners.base.Runner``."""

    kind = "function"
    table = params.Params
    title = Text("函数与类", "functions and classes")
    max_source_bytes = 64 * KIB
    typed: Text | None = Text(
        "若干行 Python，可以使用 solution.py 里的名字；显示最后一个表达式的值。",
        "Lines of Python that may use the names of solution.py; the value of the last expression is shown.",
    )

    def check(self, problem: Problem) -> list[Fault]:
        """See ``params.faults``."""
        return params.faults(problem)

    def prepare(self, problem: Problem, secret: bytes) -> None:
        """The samples for everybody, and the key that hidden tests are drawn by."""
        for name in ("public", "hidden"):
            (problem.data / name).mkdir(parents=True, exist_ok=True)
        source = problem.package / "public" / SAMPLES
        (problem.data / "public" / SAMPLES).write_bytes(source.read_bytes())
        (problem.data / "hidden" / KEY).write_bytes(secret)

    def judge(self, task: Task) -> Judging:
        """Make both sets of tests, run the file on all of them, check what came back."""
        return (yield from _judged(task, (SAMPLE_SET, HIDDEN_SET), seed_of(task)))

    def try_out(self, task: Task, typed: str) -> Judging:
        """The samples alone, and what was typed."""
        return as_run((yield from _judged(task, (SAMPLE_SET,), "", typed)))

    def scoring_rows(self, problem: Problem) -> tuple[ScoreRow, ...]:
        """One row for each group."""
        groups = params_of(problem).groups
        return tuple(
            ScoreRow(title.text, problem.scoring[key], SHOWN_RULE if key == SHOWN else HIDDEN_RULE)
            for key, title in groups.items()
        )


def _judged(task: Task, names: tuple[str, ...], seed: str, typed: str = "") -> Judging:
    """Three jobs: the author's tests, the candidate's file, and the author's word on what came back."""
    made = yield make_job(task.problem, names, seed)
    sets = []
    for which in names:
        tests = tests_in(made, which)
        if tests is None:
            return our_fault(made)
        sets.append(asked_of(which, seed, tests, task.seed))
    if fault := group_fault(params_of(task.problem).groups, sets):
        return our_fault(made, fault)
    result = yield candidate_job(task, tuple(sets), typed)
    checked = yield check_job(task.problem, [(asked, _answers(asked, result)) for asked in sets])
    found = checked_in(checked)
    if found is None or len(checked.replies) != len(sets):
        return our_fault(checked)
    wanted = Counter(test.group for asked in sets for test in asked.tests)
    return _with_typed(report(task, result, found, wanted), result, typed)


def _answers(asked: Asked, result: Result) -> list[bytes | None]:
    """What came back, in the order of the tests; None for those that were not answered."""
    replies = {reply.name: reply.content for reply in result.replies}
    answers: list[bytes | None] = [None] * len(asked.tests)
    for name, place in zip(asked.names(), asked.order, strict=True):
        answers[place] = replies.get(name)
    return answers


def _with_typed(made: Report, result: Result, typed: str) -> Report:
    """What was typed, shown beside the samples; it earns nothing."""
    if not typed.strip():
        return made
    said = next((_said(reply.content) for reply in result.replies if reply.name == TYPED), None)
    value = said if isinstance(said, str) else ""
    given, got = (plain_text(text.encode("utf-8", "replace")) for text in (typed, value))
    message = said if isinstance(said, Text) else None
    case = Case(Text("你的输入", "Your input"), isinstance(said, str), given=given, got=got, message=message)
    group = Group(TYPED, case.title, 0.0, 0.0, sample=True, cases=(case,))
    return replace(made, groups=(*made.groups, group))


def _said(content: bytes) -> str | Text | None:
    """The value of what was typed, or in words what it raised; None when the bytes are no answer."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        return None
    match said:
        case {"values": [str(value)]}:
            return value
        case {"error": dict(error)}:
            return typed_error_text(error)
    return None


RUNNER = FunctionRunner()
