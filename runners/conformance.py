"""What every kind of problem must do, as cases that any runner can be put through.

A kind's tests make a ``Specimen`` and run each of ``cases()`` on it; a case raises AssertionError
when the runner does not conform. Results are made by hand: no sandbox is needed, and whether the
kind scores well is not asked here.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from runners.base import Judging, Problem, Report, Runner, Task, VerdictCode
from runners.outcome import VERDICTS, amount
from sandbox.job import Breach, Job, Outcome, Reply, Result

SECRET = b"the secret of a conformance test"
MOST_JOBS = 20
TYPED = "n = 2\nwhat a candidate typed\n? what\n"
LIMIT_OF = {
    Outcome.CPU_TIME: "cpu_seconds",
    Outcome.WALL_TIME: "wall_seconds",
    Outcome.MEMORY: "memory_bytes",
    Outcome.OUTPUT: "output_bytes",
}
GARBAGE = (
    b"",
    b"\0",
    b"\1",
    b"\xff" * 7,
    b"\0" + b"[" * 100_000,
    b'{"verdict": "accepted", "score": 100}',
    b'\0[null, 1e999, {"error": {"type": "<b>", "line": -1}}]',
    b"\0\0\0\xc0\x7f" * 500,
)


@dataclass(frozen=True, slots=True)
class Specimen:
    """A runner, a problem of its kind, and a source file. The problem's ``data`` is not used: every
    case draws its own. ``ours`` runs the ``trusted`` jobs, for a kind that asks for some before the
    candidate's; without it their results are made by hand as well."""

    runner: Runner
    problem: Problem
    source: bytes
    ours: Callable[[Job], Result] | None = None

    def task(self, folder: str) -> Task:
        """A submission to the problem, with its data drawn into ``folder``."""
        problem = replace(self.problem, data=Path(folder))
        self.runner.prepare(problem, SECRET)
        return Task(problem, self.source, seed=b"seed", reference=None, label="conformance")

    def results(self, made: Callable[[Job], Result]) -> Callable[[Job], Result]:
        """``made`` for every job that is not run by ``ours``."""
        return lambda job: self.ours(job) if self.ours and job.trusted else made(job)

    def first(self, judging: Judging) -> Job:
        """The first job that is the candidate's."""
        job = next(judging)
        while self.ours and job.trusted:
            job = judging.send(self.ours(job))
        return job


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that a runner must do."""

    name: str
    try_on: Callable[[Specimen], None]


def answered(specimen: Specimen, task: Task, made: Callable[[Job], Result]) -> Report:
    """Drive a judgement with results made by hand."""
    return _driven(specimen.runner.judge(task), specimen.results(made))


def _driven(judging: Judging, result: Callable[[Job], Result]) -> Report:
    job = next(judging)
    for _ in range(MOST_JOBS):
        assert isinstance(job, Job), f"judge yielded {type(job).__name__}, not a Job"
        try:
            job = judging.send(result(job))
        except StopIteration as end:
            return _a_report(end.value)
    raise AssertionError(f"judge asked for more than {MOST_JOBS} jobs")


def _a_report(value: object) -> Report:
    assert isinstance(value, Report), "judge must return a Report"
    return value


def names_itself(specimen: Specimen) -> None:
    """Kind, both titles, a size cap."""
    runner = specimen.runner
    assert runner.kind, "kind is empty"
    assert runner.title.zh, "the Chinese title is empty"
    assert runner.title.en, "the English title is empty"
    assert runner.max_source_bytes > 0, "max_source_bytes must be positive"


def checks_parameters(specimen: Specimen) -> None:
    """The specimen's problem is in order; a parameter that the kind does not know is a fault of its table."""
    runner, problem = specimen.runner, specimen.problem
    runner.table.model_validate(problem.params)
    assert runner.check(problem) == []
    try:
        runner.table.model_validate({**problem.params, "no such parameter": 1})
    except ValidationError:
        return
    raise AssertionError("a wrong parameter was not reported")


def describes_scoring(specimen: Specimen) -> None:
    """The rows carry the points of the scoring table, in both languages."""
    rows = specimen.runner.scoring_rows(specimen.problem)
    assert sum(row.points for row in rows) == sum(specimen.problem.scoring.values())
    assert all(text.zh and text.en for row in rows for text in (row.title, row.rule))


def draws_the_same_data(specimen: Specimen) -> None:
    """The same secret draws the same files, also over those that are there."""

    def drawn(folder: str) -> dict[str, bytes]:
        specimen.runner.prepare(replace(specimen.problem, data=Path(folder)), SECRET)
        files = sorted(path for path in Path(folder).rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}

    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        assert drawn(one) == drawn(two) == drawn(one)


def plans_the_same_jobs(specimen: Specimen) -> None:
    """A task's first job never changes, and carries the candidate's source."""
    with tempfile.TemporaryDirectory() as folder:
        task = specimen.task(folder)
        job = specimen.first(specimen.runner.judge(task))
        assert job == specimen.first(specimen.runner.judge(task))
        assert any(file.content == task.source for file in job.files), "the source is not in the job"


def explains_every_outcome(specimen: Specimen) -> None:
    """Each outcome gets its verdict, and a limit its amount in both languages: the one measured, or
    of output, which a candidate chooses to the byte, the one allowed."""
    with tempfile.TemporaryDirectory() as folder:
        task = specimen.task(folder)
        for outcome, verdict in VERDICTS.items():
            limit = LIMIT_OF.get(outcome)
            breach = Breach(limit, allowed=2048, measured=4096.5) if limit else None
            report = answered(specimen, task, _always(Result(outcome, breach=breach, exit_code=1)))
            _is_sound(report)
            assert report.verdict is verdict, f"{outcome} gave {report.verdict}"
            told = amount(limit, 2048 if outcome is Outcome.OUTPUT else 4096.5) if limit else ""
            assert told in report.summary.en, f"{outcome}: {told} is not in the summary"
            assert told in report.summary.zh, f"{outcome}: {told} is not in the Chinese summary"


def survives_garbage(specimen: Specimen) -> None:
    """No bytes that a container can send are accepted, or raise."""
    with tempfile.TemporaryDirectory() as folder:
        task = specimen.task(folder)
        for content in GARBAGE:
            report = answered(specimen, task, _replying(content))
            _is_sound(report)
            assert report.verdict is not VerdictCode.ACCEPTED, f"accepted {content[:40]!r}"
            assert report.verdict is not VerdictCode.JUDGE_ERROR, f"a judge error for {content[:40]!r}"


def survives_silence(specimen: Specimen) -> None:
    """A process that ended well without a reply or an artifact is not accepted."""
    with tempfile.TemporaryDirectory() as folder:
        report = answered(specimen, specimen.task(folder), _always(Result(Outcome.OK)))
        _is_sound(report)
        assert report.verdict is not VerdictCode.ACCEPTED


def reports_the_same(specimen: Specimen) -> None:
    """The same results give the same report."""
    with tempfile.TemporaryDirectory() as folder:
        task = specimen.task(folder)
        first, second = (answered(specimen, task, _replying(GARBAGE[-2])) for _ in range(2))
        assert first == second


def tries_out_without_hidden_data(specimen: Specimen) -> None:
    """A Run needs no hidden data, shows everything, and gives a report whatever comes back."""
    runner = specimen.runner
    with tempfile.TemporaryDirectory() as folder:
        task = specimen.task(folder)
        task = replace(task, seed=b"", label="run")
        shutil.rmtree(Path(folder, "hidden"), ignore_errors=True)
        job = specimen.first(runner.try_out(task, TYPED))
        assert any(file.content == task.source for file in job.files), "the source is not in the job"
        assert not any(exchange.hidden for exchange in job.exchanges), "a Run hides what it asks"
        results = [_always(Result(Outcome.OK)), *(_replying(content) for content in GARBAGE)]
        for result in results:
            _is_sound(_driven(runner.try_out(task, TYPED), specimen.results(result)))


def _always(result: Result) -> Callable[[Job], Result]:
    return lambda job: result


def _replying(content: bytes) -> Callable[[Job], Result]:
    def result(job: Job) -> Result:
        replies = tuple(Reply(e.name, content[: e.reply_bytes], 0.0, 0.0) for e in job.exchanges)
        artifacts = {artifact.path: content[: artifact.max_bytes] for artifact in job.artifacts}
        return Result(Outcome.OK, exit_code=0, replies=replies, artifacts=artifacts)

    return result


def _is_sound(report: Report) -> None:
    assert 0 <= report.score <= 100, f"a score of {report.score}"
    assert report.summary.zh, "no Chinese summary"
    assert report.summary.en, "no English summary"


def cases() -> list[Case]:
    """Return every case, in the order in which a failure is best understood."""
    checks = (
        names_itself,
        checks_parameters,
        describes_scoring,
        draws_the_same_data,
        plans_the_same_jobs,
        explains_every_outcome,
        survives_garbage,
        survives_silence,
        tries_out_without_hidden_data,
        reports_the_same,
    )
    return [Case(check.__name__, check) for check in checks]
