"""The runner: what it plans, what it shows and hides, and whose fault what is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from questions.problem_package import Package, PackageError
from runners import conformance
from runners.base import Problem, Report, VerdictCode
from runners.conformance import Specimen
from runners.function import RUNNER
from runners.function.plan import SAMPLE_SET
from sandbox.bare import run_bare
from sandbox.job import Job, Outcome, Result, Sandbox
from tests.runners.driving import judge_through
from tests.runners.function.problems import packages, problem_of, task_of, template_problem
from tests.runners.local_driver import drive

(PACKAGE,) = [one for one in packages("base") if one.slug == "top-k-top-p-sampling"]


@pytest.fixture
def package() -> Package:
    return PACKAGE


@pytest.fixture
def problem(package: Package, tmp_path: Path) -> Problem:
    return problem_of(package, tmp_path)


@pytest.mark.parametrize("case", conformance.cases(), ids=lambda case: case.name)
def test_it_conforms(case: conformance.Case, package: Package) -> None:
    source = package.source_of("solutions/reference.py").encode()
    case.try_on(Specimen(RUNNER, package.problem(Path()), source, ours=run_bare))


def jobs_of(problem: Problem, source: str) -> tuple[list[Job], Report]:
    """Every job of a submission, run as plain processes, and the report."""
    jobs: list[Job] = []
    judging = RUNNER.judge(task_of(problem, source))
    try:
        job = next(judging)
        while True:
            jobs.append(job)
            job = judging.send(run_bare(job))
    except StopIteration as end:
        return jobs, end.value


def test_what_is_expected_is_never_beside_the_candidate(problem: Problem, package: Package) -> None:
    jobs, report = jobs_of(problem, package.source_of("solutions/reference.py"))
    (theirs,) = [job for job in jobs if any(file.path == "solution.py" for file in job.files)]
    assert {file.path for file in theirs.files} == {"harness.py", "wire.py", "solution.py"}
    assert not theirs.trusted
    assert all(job.trusted for job in jobs if job is not theirs)
    assert report.verdict is VerdictCode.ACCEPTED


def test_hidden_tests_belong_to_the_file_and_their_order_to_the_submission(problem: Problem) -> None:
    def asked(source: str, seed: bytes) -> list[bytes]:
        judging = RUNNER.judge(replace(task_of(problem, source), seed=seed))
        job = next(judging)
        while not any(file.path == "solution.py" for file in job.files):
            job = judging.send(run_bare(job))
        return [one.message for one in job.exchanges if not one.name.startswith(SAMPLE_SET)]

    first, again, other = asked("a = 1", b"one"), asked("a = 1", b"two"), asked("a = 2", b"one")
    assert first != again
    assert sorted(first) == sorted(again)
    assert sorted(first) != sorted(other)


def test_hidden_tests_show_no_value(problem: Problem, package: Package) -> None:
    _, report = jobs_of(problem, package.source_of("solutions/not_renormalised.py"))
    hidden = [case for group in report.groups if not group.sample for case in group.cases]
    assert {(case.given, case.expected, case.got) for case in hidden} == {("", "", "")}
    samples = [case for group in report.groups if group.sample for case in group.cases]
    assert all(case.given and case.expected and case.got for case in samples)


def test_an_error_is_named_with_its_line(problem: Problem) -> None:
    source = "def distribution(logits, **options):\n    raise KeyError('secret')\n"
    _, report = jobs_of(problem, source)
    assert report.verdict is VerdictCode.RUNTIME_ERROR
    assert "raised KeyError at line 2 of solution.py" in report.summary.en
    assert "secret" not in str(report.groups) + report.summary.en


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ("while True: pass", VerdictCode.WALL_TIME_LIMIT),
        ("import os; os._exit(0)", VerdictCode.BAD_ARTIFACT),
        ("import os; os._exit(3)", VerdictCode.RUNTIME_ERROR),
    ],
)
def test_a_process_that_ends_or_never_does(problem: Problem, body: str, verdict: VerdictCode) -> None:
    problem = replace(problem, limits=replace(problem.limits, wall_seconds=3))
    source = f"def distribution(logits, **options):\n    {body}\n"
    assert jobs_of(problem, source)[1].verdict is verdict


@pytest.mark.parametrize(
    "value", ["None", "'x'", "object()", "[float('nan')] * len(logits)", "[True] * len(logits)", "{}", "[[]]"]
)
def test_values_of_other_types_are_wrong_and_no_fault_of_ours(problem: Problem, value: str) -> None:
    other = value.replace("logits", "a")
    source = f"def distribution(logits, **options):\n    return {value}\n"
    source += f"def draw(*a, **k):\n    return {other}\n"
    assert jobs_of(problem, source)[1].verdict is VerdictCode.WRONG_ANSWER


def test_what_was_typed_is_run_where_the_solution_is_known(problem: Problem) -> None:
    task = task_of(problem, "x = 20\n" + PACKAGE.starter)
    report = drive(RUNNER.try_out(task, "y = x + 1\ny * 2"))
    (typed,) = [group for group in report.groups if group.key == "typed"]
    assert [(case.passed, case.got) for case in typed.cases] == [(True, "42")]


@pytest.mark.parametrize(
    ("typed", "got"),
    [
        ("(x +\n 1)", "21"),
        ("y = 1; y", "1"),
        ("  x", "20"),
        ("[\n  x,\n  2,\n]", "[20, 2]"),
        ("y = 1", ""),
        ("# nothing", ""),
    ],
)
def test_value_of_the_last_expression_is_shown_however_many_lines_it_has(
    problem: Problem, typed: str, got: str
) -> None:
    report = drive(RUNNER.try_out(task_of(problem, "x = 20\n" + PACKAGE.starter), typed))
    assert [(case.passed, case.got) for case in report.groups[-1].cases] == [(True, got)]


def test_samples_can_be_typed(problem: Problem, package: Package) -> None:
    task = task_of(problem, package.source_of("solutions/reference.py"))
    groups = drive(RUNNER.judge(task)).groups
    assert [case.typed for group in groups if not group.sample for case in group.cases if case.typed] == []
    samples = [case for group in groups if group.sample for case in group.cases]
    assert samples != []
    for sample in samples:
        (case,) = drive(RUNNER.try_out(task, sample.typed)).groups[-1].cases
        # several values are shown as a tuple, and cut at another length
        assert (case.passed, case.got.lstrip("(")[:1000]) == (True, sample.got[:1000])


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("y = 0\n1 / y", "raised ZeroDivisionError at line 2 of your input"),
        ("y = 1\ny y", "raised SyntaxError at line 2 of your input"),
        ("\nf()", "raised KeyError at line 2 of your input, in line 2 of solution.py"),
    ],
)
def test_what_was_typed_and_raised_is_said_with_its_line(problem: Problem, typed: str, message: str) -> None:
    source = "def f():\n    raise KeyError('secret')\n" + PACKAGE.starter
    report = drive(RUNNER.try_out(task_of(problem, source), typed))
    (case,) = report.groups[-1].cases
    assert report.summary.en.startswith("Your input raised an exception. ")
    assert case.message is not None
    assert (case.passed, case.got, case.message.en) == (False, "", message)


def test_a_run_whose_samples_pass_did_not_go_well_where_what_was_typed_raised(
    problem: Problem, package: Package
) -> None:
    task = task_of(problem, package.source_of("solutions/reference.py"))
    ran = [drive(RUNNER.try_out(task, typed)) for typed in ("1 / 1", "1 / 0")]
    assert [(one.verdict, one.summary.en) for one in ran] == [
        (VerdictCode.ACCEPTED, "Every sample passed."),
        (VerdictCode.WRONG_ANSWER, "Your input raised an exception. Every sample passed."),
    ]


@pytest.mark.parametrize("step", [0, 2])
def test_an_authors_job_that_fails_is_our_fault(problem: Problem, package: Package, step: int) -> None:
    numbers = iter(range(10))

    def result(job: Job) -> Result:
        return Result(Outcome.RUNTIME_ERROR) if next(numbers) == step else run_bare(job)

    task = task_of(problem, package.source_of("solutions/reference.py"))
    assert drive(RUNNER.judge(task), result).verdict is VerdictCode.JUDGE_ERROR


@pytest.mark.parametrize(
    ("path", "old", "new", "words"),
    [
        ("cases.py", '"values"', '"vlaues"', "a test is of the group 'vlaues'"),
        ("cases.py", '"values"', '"samples"', "a test is of the group 'samples'"),
        ("cases.py", '"values"', '"edges"', "no test is of the group 'values'"),
        ("public/samples.py", 'Case("samples"', 'Case("values"', "there all are of samples"),
    ],
)
def test_a_test_of_a_wrong_group_is_a_fault_of_the_problem(
    tmp_path: Path, path: str, old: str, new: str, words: str
) -> None:
    problem = template_problem(tmp_path, {path: (old, new)})
    source = (problem.package / "solutions" / "reference.py").read_bytes()
    report = drive(RUNNER.judge(task_of(problem, source, None)))
    assert (report.verdict, words in report.summary.en) == (VerdictCode.JUDGE_ERROR, True)


@pytest.mark.parametrize(
    ("path", "old", "new", "fault"),
    [
        ("problem.toml", 'image = "base"', 'image = "windows"', "problem.toml, line 28: function.image: "),
        ("problem.toml", 'image = "base"', "colour = 1", "problem.toml, line 28: function.colour: "),
        ("problem.toml", "groups.samples", "groups.shown", "problem.toml, line 29: function.groups: "),
        (
            "problem.toml",
            "values = 60",
            "values = 50",
            "problem.toml, line 21: scoring: the points sum to 90",
        ),
        ("problem.toml", "values = 60", "value = 60", "problem.toml, line 21: scoring: the keys must be "),
    ],
)
def test_wrong_parameters_are_named_with_their_line(
    tmp_path: Path, path: str, old: str, new: str, fault: str
) -> None:
    with pytest.raises(PackageError) as error:
        template_problem(tmp_path, {path: (old, new)})
    assert error.value.problems[0].startswith(fault)


HUNGRY = """
import math


def perplexity(log_probs):
    room = bytearray({mebibytes} * 2**20)
    return math.exp(-sum(log_probs) / len(log_probs)) if log_probs else 1.0
"""


def limited_problem(folder: Path, mebibytes: int) -> Problem:
    """The template's problem; its group of edge cases may need so much memory and no more."""
    limited = f"number_is(perplexity(log_probs)), mebibytes={mebibytes} if group == 'edges' else 0)"
    return template_problem(folder, {"cases.py": ("number_is(perplexity(log_probs)))", limited)})


def edges_passed(report: Report) -> tuple[int, set[str]]:
    (edges,) = [group for group in report.groups if group.key == "edges"]
    return sum(case.passed for case in edges.cases), {case.message.en for case in edges.cases if case.message}


def test_memory_is_limited_in_the_tests_that_say_so(tmp_path: Path) -> None:
    problem = limited_problem(tmp_path, 64)
    thrifty = drive(RUNNER.judge(task_of(problem, HUNGRY.format(mebibytes=8))))
    hungry = drive(RUNNER.judge(task_of(problem, HUNGRY.format(mebibytes=200))))
    assert (thrifty.verdict, edges_passed(thrifty)) == (VerdictCode.ACCEPTED, (2, set()))
    assert edges_passed(hungry) == (0, {"raised MemoryError at line 6 of solution.py"})
    assert (hungry.verdict, hungry.score) == (VerdictCode.WRONG_ANSWER, 70.0)


@pytest.mark.docker
def test_memory_is_limited_in_the_sandbox_as_well(tmp_path: Path, sandbox: Sandbox) -> None:
    problem = limited_problem(tmp_path, 64)
    hungry = judge_through(sandbox, RUNNER.judge(task_of(problem, HUNGRY.format(mebibytes=200))))
    assert edges_passed(hungry) == (0, {"raised MemoryError at line 6 of solution.py"})
