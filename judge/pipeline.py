"""Judges one submission: claims it, drives its runner, runs the jobs, stores the verdict.

The only place where runners and sandbox meet. It never looks into what a job or a report means.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import time
from dataclasses import asdict, dataclass, field, replace

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection

from judge import faults, limits, services
from judge.heartbeat import STOPPING, UNFIT, Lease
from judge.models import Reference, Submission, Verdict
from judge.rejudge_selectors import seed_number
from judge.states import State
from questions.problem_loader import runner_problem
from questions.problem_package import PackageError
from runners.base import Judging, Report, Task, Text, VerdictCode
from runners.registry import UnknownKind, load_runner
from sandbox.job import Event, Job, Outcome, Result, Sandbox, SandboxError, Usage

log = logging.getLogger(__name__)


PASSING_FAULTS = (DatabaseError, OSError, MemoryError)
"""What the machine may do to any code of ours; it says nothing about the problem or the submission."""


class RunnerBroken(Exception):
    """The kind's own code or the problem's package failed; the cause says how."""


class Stopped(Exception):
    """The worker is going down, or has lost the submission: no verdict from this attempt."""


@dataclass
class Course:
    """The instants of one attempt, and the results of its jobs: the candidate's apart from the trusted ones,
    which are the judge's own programs."""

    accepted: float
    claimed: float
    scored: float = 0.0
    results: list[Result] = field(default_factory=list)
    trusted: list[Result] = field(default_factory=list)

    def add(self, job: Job, result: Result) -> None:
        """Take the result of a job that ended."""
        (self.trusted if job.trusted else self.results).append(result)

    @property
    def usage(self) -> Usage:
        """What the candidate's last job used."""
        return self.results[-1].usage if self.results else Usage()

    @property
    def image_digest(self) -> str:
        """The image of the candidate's last job."""
        return self.results[-1].image_digest if self.results else ""

    def timing(self) -> dict[str, float]:
        """Seconds since the epoch of each step of the candidate's jobs, and where the time went, in
        milliseconds: ``process_ms`` in the candidate's processes, ``scoring_ms`` in those of the judge's
        trusted jobs, ``queued_ms`` before the claim, and ``overhead_ms``: everything from acceptance to
        verdict that is neither of the two processes, the queue included."""
        first = self.results[0].timing if self.results else None
        last = self.results[-1].timing if self.results else None
        stored = time.time()
        process, scoring = _process_seconds(self.results), _process_seconds(self.trusted)
        return {
            "accepted": self.accepted,
            "claimed": self.claimed,
            "container_ready": first.container_ready if first else 0.0,
            "process_started": first.process_started if first else 0.0,
            "process_ended": last.process_ended if last else 0.0,
            "scored": self.scored,
            "stored": stored,
            "process_ms": process * 1000,
            "scoring_ms": scoring * 1000,
            "queued_ms": (self.claimed - self.accepted) * 1000,
            "overhead_ms": (stored - self.accepted - process - scoring) * 1000,
        }


def _process_seconds(results: list[Result]) -> float:
    return sum(result.timing.process_ended - result.timing.process_started for result in results)


def judge(submission_id: int, sandbox: Sandbox) -> None:
    """Judge a submission unless it is taken, done or not due. Never raises for a candidate's fault."""
    if UNFIT.is_set():
        services.forget_announcement(submission_id)
        return
    held = services.claim(submission_id)
    if held is None:
        return
    course = Course(accepted=held.created_at.timestamp(), claimed=time.time())
    with Lease(held) as lease:
        try:
            report = run(held, sandbox, lease, course)
            course.scored = time.time()
            _store(held, report, course, lease)
        except (services.LeaseLost, Stopped) as reason:
            log.info("submission %s: %s", held.pk, reason)
            if STOPPING.is_set():
                services.give_back(held)
        except RunnerBroken:
            log.exception("submission %s: the runner failed", held.pk)
            faults.after_bug(held)
        except PASSING_FAULTS as error:
            log.exception("submission %s, attempt %s", held.pk, held.attempt)
            connection.close()
            faults.after_fault(held, SandboxError(str(error), retryable=True), sandbox)
        except SandboxError as error:
            log.error("submission %s, attempt %s: %s", held.pk, held.attempt, error)
            faults.after_fault(held, error, sandbox)


def run(held: Submission, sandbox: Sandbox, lease: Lease, course: Course) -> Report:
    """Drive the runner's generator, running each job that it yields.

    Raises:
        SandboxError: our own fault, seen by the sandbox or by the kind in what a trusted job brought.
        RunnerBroken: the kind's own code failed.
        Stopped: the attempt ended without a verdict.
    """
    background = held.purpose == Submission.Purpose.RUN
    try:
        judging = _judging(held)
    except (PackageError, UnknownKind) as error:
        raise RunnerBroken from error
    step = _step(judging, None)
    while isinstance(step, Job):
        result = _run_job(replace(step, background=background), sandbox, lease)
        course.add(step, result)
        lease.reach(State.SCORING)
        if step.trusted and result.outcome is Outcome.CANCELLED:
            judging.close()
            return _cancelled(course)
        step = _step(judging, result)
    return step


def _judging(held: Submission) -> Judging:
    """The kind's own way to judge the submission, or to run it on public data alone."""
    runner = load_runner(held.problem_version.kind)
    if held.purpose == Submission.Purpose.RUN:
        problem = runner_problem(held.problem_version)
        task = Task(problem, held.source.encode(), seed=b"", reference=None, label=f"run-{held.pk}")
        return runner.try_out(task, held.typed)
    return runner.judge(task_of(held))


def _cancelled(course: Course) -> Report:
    """The verdict of what was cancelled while the judge's own program ran: no kind has a word for that."""
    words = Text("已取消。", "Cancelled.")
    return Report(VerdictCode.CANCELLED, 0.0, words, usage=course.usage)


def _step(judging: Judging, result: Result | None) -> Job | Report:
    """Let the runner go on: the next job, or its report."""
    try:
        return next(judging) if result is None else judging.send(result)
    except StopIteration as end:
        report: Report = end.value
        return report
    except (SandboxError, *PASSING_FAULTS):
        raise
    except Exception as error:
        raise RunnerBroken from error


def _run_job(job: Job, sandbox: Sandbox, lease: Lease) -> Result:
    def on_event(event: Event) -> None:
        if event.name == "process_started":
            lease.reach(State.SCORING if job.trusted else State.RUNNING)
        elif event.point is not None:
            lease.curve.add(event.point)

    result = sandbox.run(job, on_event, lease.should_stop)
    lease.curve.job_ended(result.points)
    if result.outcome is Outcome.CANCELLED and not lease.cancel_asked:
        raise Stopped("lost its lease" if lease.lost else "the worker is going down")
    return result


def task_of(held: Submission) -> Task:
    """What the runner gets. The seed is the submission's own, and the same at every attempt and when it is
    rejudged."""
    version = held.problem_version
    reference = (
        Reference.objects.filter(problem_version=version).values_list("per_example", flat=True).first()
    )
    number = seed_number(held)
    seed = hmac.new(settings.INSTALLATION_SECRET, f"submission {number}".encode(), hashlib.sha256)
    return Task(
        problem=runner_problem(version),
        source=held.source.encode(),
        seed=seed.digest(),
        reference=bytes(reference) if reference is not None else None,
        label=f"submission-{held.pk}-{held.attempt}",
    )


def verdict_of(report: Report, course: Course) -> Verdict:
    """The report as a row that is not stored yet."""
    return Verdict(
        code=report.verdict.value,
        score=report.score,
        score_low=report.score_low,
        score_high=report.score_high,
        summary=asdict(report.summary),
        groups=[asdict(group) for group in report.groups],
        metrics=[asdict(metric) for metric in report.metrics],
        audits=[asdict(finding) for finding in report.audits],
        resources=asdict(report.usage),
        timing=course.timing(),
        seeds=dict(report.seeds),
        output=report.output[: limits.OUTPUT_SHOWN].replace("\0", "\N{REPLACEMENT CHARACTER}"),
        image_digest=course.image_digest,
        base_model_hash=report.base_model,
    )


def _store(held: Submission, report: Report, course: Course, lease: Lease) -> None:
    """Store the verdict. What was judged is not judged again for a database that takes nothing now, because
    it is locked or its disk is full: the verdict waits.

    Raises:
        LeaseLost: another attempt has the submission.
        Stopped: the worker is going down.
        DatabaseError: it took nothing for too long.
    """
    give_up = time.monotonic() + limits.STORE_SECONDS
    while True:
        try:
            lease.curve.write()
            return services.finish(held, verdict_of(report, course), report.per_example)
        except (OperationalError, InterfaceError) as reason:
            connection.close()
            if time.monotonic() > give_up:
                raise
            log.warning("submission %s: the verdict waits: %s", held.pk, reason)
        if STOPPING.wait(limits.STORE_AGAIN):
            raise Stopped("the worker is going down")
