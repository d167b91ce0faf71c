"""Whatever a candidate's code answers is worth something or nothing; it is never a fault of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from runners.base import Problem, Report, VerdictCode
from runners.function import RUNNER
from sandbox.bare import run_bare
from sandbox.job import Job, Outcome, Reply, Result
from tests.runners.function.problems import author_of, packages, problem_of, task_of, template_problem
from tests.runners.local_driver import drive

(TOP_K,) = [one for one in packages("base") if one.slug == "top-k-top-p-sampling"]


@pytest.fixture
def problem(tmp_path: Path) -> Problem:
    return problem_of(TOP_K, tmp_path)


@pytest.fixture(scope="module")
def author(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    problem = problem_of(TOP_K, tmp_path_factory.mktemp("data"))
    with author_of(problem, tmp_path_factory.mktemp("inside")) as module:
        yield module


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("'\\ud800'", "the value should be a number"),
        ("10 ** 400", "met OverflowError"),
        ("10 ** 5000", "raised ValueError"),
    ],
)
def test_value_that_is_no_text_or_too_large_is_wrong(tmp_path: Path, value: str, words: str) -> None:
    problem = template_problem(tmp_path, {})
    source = f"def perplexity(log_probs):\n    return {value} if log_probs else 1.0\n"
    report = drive(RUNNER.judge(task_of(problem, source)))
    assert (report.verdict, words in report.summary.en) == (VerdictCode.WRONG_ANSWER, True)


FORGED = [
    b'{"values": {"a": 1}}',
    b'{"values": "text"}',
    b'{"values": [{"$array": "numpy", "dtype": "float32", "shape": [1e999], "data": ""}]}',
    b'{"values": [{"$array": "numpy", "dtype": "float32", "shape": [%d], "data": ""}]}' % 10**80,
    b'{"values": [{"$other": "\\ud800"}]}',
    b'{"values": [' + b"[]," * 1_500_000 + b"0]}",
    b'{"error": {"type": "\\ud800", "line": %s}}' % (b"9" * 4000),
    b'{"error": ' + b'{"a": ' * 5000 + b"1" + b"}" * 5001,
    b'{"error": {"type": "%s", "line": NaN}}' % (b"x" * 100_000),
    b"[" * 100_000,
    b"\xff",
]


def forged(problem: Problem, content: bytes, typed: str | None = None) -> Report:
    """The report of a process that answers every question with the same bytes."""

    def result(job: Job) -> Result:
        if job.trusted:
            return run_bare(job)
        return Result(Outcome.OK, replies=tuple(Reply(one.name, content, 0.0, 0.0) for one in job.exchanges))

    task = task_of(problem, "x = 1\n")
    return drive(RUNNER.judge(task) if typed is None else RUNNER.try_out(task, typed), result)


@pytest.mark.parametrize("content", FORGED, ids=range(len(FORGED)))
def test_forged_answer_is_never_a_fault_of_ours(problem: Problem, content: bytes) -> None:
    report = forged(problem, content)
    assert report.verdict in {VerdictCode.WRONG_ANSWER, VerdictCode.RUNTIME_ERROR}
    assert report.score == 0
    str(report).encode()


@pytest.mark.parametrize("content", [*FORGED, b'{"values": []}', b'{"values": [7]}', b"{}", b"7"])
def test_forged_value_of_what_was_typed_is_none(problem: Problem, content: bytes) -> None:
    (case,) = forged(problem, content, "x").groups[-1].cases
    assert (case.passed, case.got) == (False, "")


def met(author: ModuleType, check: Any, *values: Any) -> str:
    """What is said of values, "" when the check holds."""
    case = SimpleNamespace(group="a", zh="", en="", given="", expected="", check=check)
    content = json.dumps({"values": [author.wire.encode(one) for one in values]}).encode()
    judged = author.judged(case, content)
    assert judged["error"] is None
    return str((judged["wrong"] or {"en": ""})["en"])


def test_exception_that_a_check_meets_is_named(author: ModuleType) -> None:
    checks = author.checks
    said = [
        met(author, lambda got: checks.close(got, 2.0), 10**400),
        met(author, lambda got: bool(got == np.zeros(2)), np.ones(2)),
        met(author, lambda got: checks.frequencies(got, {"a": 1.0}), []),
        met(author, lambda got: got.shape, [1]),
        met(author, lambda got: got["key"], {}),
        met(author, lambda got: None, 1, 2),
    ]
    kinds = ["OverflowError", "ValueError", "ZeroDivisionError", "AttributeError", "KeyError", "TypeError"]
    assert said == [f"the value is of a wrong type or form: checking it met {kind}" for kind in kinds]


@pytest.mark.parametrize("got", [5.0, 5.000001, 6.0, -5.0, np.inf, -np.inf, np.nan, 0])
@pytest.mark.parametrize("want", [5.0, np.inf, -np.inf, np.nan, 0.0])
def test_numbers_and_arrays_are_close_alike(author: ModuleType, got: float, want: float) -> None:
    def passes(given: Any, wanted: Any) -> bool:
        try:
            author.checks.close(given, wanted, rtol=1e-4, atol=1e-5)
        except author.checks.Wrong:
            return False
        return True

    expected = bool(np.isclose(got, want, rtol=1e-4, atol=1e-5, equal_nan=True))
    assert passes(got, want) is expected
    assert passes(np.array([got], dtype=float), np.array([want])) is expected


@pytest.mark.parametrize(
    ("got", "want", "said"),
    [
        ([1, (2, "a")], [1, (2, "a")], ""),
        ([True, 1.0], [1, 1], "an item of the value should be of type int"),
        ({"a": [1]}, {"a": [1.0]}, "an item of the value should be of type float"),
        ({True: 0}, {1: 0}, "an item of the value should be of type int"),
        ({1, 2}, {1.0, 2}, "an item of the value should be of type float"),
        ({1: 0, 2: 0}, {1: 0}, "the value is wrong"),
        ([1, 1], [1], "the value is wrong"),
        ({1, 2}, {1, 3}, "the value is wrong"),
        ((np.ones(2), [np.zeros(2)]), (np.ones(2), [np.zeros(2)]), ""),
        ([np.ones(2)], [np.zeros(2)], "the value is wrong"),
        ([np.ones(2)], [np.ones(3)], "the value has a wrong shape"),
        ((1,), [1], "the value should be of type list"),
    ],
)
def test_values_are_equal_all_the_way_down(author: ModuleType, got: Any, want: Any, said: str) -> None:
    assert met(author, lambda value: author.checks.equal(value, want), got) == said


def test_check_of_the_authors_that_is_broken_keeps_the_reference_from_being_accepted(tmp_path: Path) -> None:
    problem = template_problem(tmp_path, {"public/samples.py": ("close(got, want,", "close(got, want[0],")})
    source = (problem.package / "solutions" / "reference.py").read_bytes()
    report = drive(RUNNER.judge(task_of(problem, source, None)))
    assert (report.verdict, "met TypeError" in report.summary.en) == (VerdictCode.WRONG_ANSWER, True)


def test_programs_are_spelled_as_python(author: ModuleType) -> None:
    checks, spelled = author.checks, author.spelled
    program = checks.Program()
    values = program.value(
        [np.array([[1.5, -np.inf]], dtype="float32"), {"a": (1,)}, (b"x", 2), {3}], keep=True
    )
    made = program.new("Cache", values, size=2)
    program.get(program.method(made, "append", None, keep=False), "length")
    assert spelled(program.steps, 2000).splitlines() == [
        "import numpy",
        "r0 = [numpy.array([[1.5, float('-inf')]], dtype='float32'), {'a': (1,)}, (b'x', 2), set([3])]",
        "r1 = Cache(r0, size=2)",
        "r2 = r1.append(None)",
        "r3 = r2.length",
        "r0, r3",
    ]
    assert spelled(checks.call("f", 1, key="x").steps, 2000) == "f(1, key='x')"
    assert [spelled(checks.call("f", one).steps, 10) for one in (np.ones((0, 3)), "much too long")] == [
        "",
        "",
    ]
