"""A kind of problem whose reports are what the job's outcome says, and a sandbox that follows a script.

For tests of the judge alone; the real kinds and the real sandbox have their own tests.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict

from runners.base import Fault, Judging, Problem, Report, ScoreRow, Task, Text, VerdictCode
from sandbox.job import (
    Check,
    Event,
    Idle,
    Job,
    Limits,
    OnEvent,
    Outcome,
    Point,
    Result,
    SandboxError,
    Timing,
    Usage,
)

BAD_SIZE = 13
LIMITS = Limits(cpu_seconds=1, wall_seconds=2, memory_bytes=64 * 1024 * 1024)


class FakeTable(BaseModel):
    """The table ``[fake]``."""

    model_config = ConfigDict(extra="forbid")

    size: int = 3


class FakeRunner:
    """One job; accepted when it went well. A source of ``broken scorer`` makes the kind itself fail,
    ``two jobs`` has a trusted one follow, and ``bad scoring`` finds a fault of ours in what that brought."""

    kind = "fake"
    table = FakeTable
    title = Text("假题型", "Fake kind")
    max_source_bytes = 200
    typed = Text("随便写点什么", "Anything at all")

    def check(self, problem: Problem) -> list[Fault]:
        bad = Text("这是坏数", "it is a bad number")
        return [Fault(bad, ("fake", "size"))] if problem.params.get("size") == BAD_SIZE else []

    def prepare(self, problem: Problem, secret: bytes) -> None:
        problem.data.mkdir(parents=True, exist_ok=True)
        (problem.data / "prepared").write_bytes(secret)

    def judge(self, task: Task) -> Judging:
        result = yield Job("base", ("true",), LIMITS, label=task.label)
        if task.source == b"broken scorer":
            raise ValueError("the scorer is broken")
        if task.source in {b"two jobs", b"bad scoring"}:
            yield Job("base", ("true",), LIMITS, label=task.label, trusted=True)
        if task.source == b"bad scoring":
            raise SandboxError("the forward pass gave nothing", retryable=True)
        good = result.outcome is Outcome.OK
        return Report(
            verdict=VerdictCode.ACCEPTED if good else VerdictCode.RUNTIME_ERROR,
            score=100.0 if good else 0.0,
            summary=Text("好", "good") if good else Text("坏", "bad"),
            usage=result.usage,
            seeds={"seed": task.seed.hex()},
            per_example=task.reference or b"per example",
        )

    def try_out(self, task: Task, typed: str) -> Judging:
        """Shows what was typed."""
        result = yield Job("base", ("true",), LIMITS, label=task.label)
        good = result.outcome is Outcome.OK
        return Report(
            verdict=VerdictCode.ACCEPTED if good else VerdictCode.RUNTIME_ERROR,
            score=0.0,
            summary=Text("运行了", "It ran"),
            usage=result.usage,
            output=typed,
        )

    def scoring_rows(self, problem: Problem) -> tuple[ScoreRow, ...]:
        return (ScoreRow(Text("全部", "All"), 100.0, Text("做完", "Finish")),)


RUNNER = FakeRunner()


@dataclass
class ScriptedSandbox:
    """Gives back or raises what its script says, one entry a job; an entry may be called to do more. Every
    job that is not trusted reports ``points``, before its entry is called."""

    script: list[Outcome | Exception | Callable[[], Outcome]]
    jobs: list[Job] = field(default_factory=list)
    points: tuple[Point, ...] = ()
    checks: list[Check] = field(default_factory=list)

    def run(self, job: Job, on_event: OnEvent, cancelled: Callable[[], bool]) -> Result:
        self.jobs.append(job)
        step = self.script.pop(0)
        if isinstance(step, Exception):
            raise step
        on_event(Event("container_ready", time.time()))
        on_event(Event("process_started", time.time()))
        points = () if job.trusted else self.points
        for point in points:
            on_event(Event("point", time.time(), point=point))
        outcome = step if isinstance(step, Outcome) else step()
        if cancelled():
            outcome = Outcome.CANCELLED
        now = time.time()
        timing = Timing(now, now, now - 0.25, now, now)
        usage = Usage(0.2, 0.25, 1000, 10)
        return Result(outcome, usage, timing=timing, image_digest="sha256:fake", points=points)

    def warm(self) -> None: ...

    def close(self) -> None: ...

    def waiting(self) -> list[Idle]:
        return []

    def check(self) -> list[Check]:
        return self.checks

    def sweep(self) -> int:
        return 0
