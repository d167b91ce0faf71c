"""The bench on which a sandbox is tried: small programs as jobs. It holds no case itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.job import (
    Artifact,
    Cancelled,
    Event,
    Exchange,
    File,
    Job,
    Limits,
    Outcome,
    Result,
    Sandbox,
)

MIB = 1024 * 1024
LIMITS = Limits(cpu_seconds=5.0, wall_seconds=10.0, memory_bytes=128 * MIB)

# Every program starts with these: take a question, give an answer.
PRELUDE = """
import os, struct, sys, time

def take(count):
    data = b""
    while len(data) < count:
        piece = os.read(3, min(count - len(data), 1 << 20))
        if not piece:
            sys.exit(0)
        data += piece
    return data

def question():
    return take(struct.unpack(">Q", take(8))[0])

def write(data):
    view = memoryview(data)
    while view:
        view = view[os.write(4, view):]

def answer(data):
    write(struct.pack(">Q", len(data)) + data)
"""


@dataclass(frozen=True, slots=True)
class Bench:
    """A sandbox and the image in which the cases' programs run (it needs Python 3.11)."""

    sandbox: Sandbox
    image: str = "base"

    def run(
        self,
        program: str,
        *exchanges: Exchange,
        limits: Limits = LIMITS,
        artifacts: tuple[Artifact, ...] = (),
        max_points: int = 0,
        events: list[Event] | None = None,
        cancelled: Cancelled = lambda: False,
    ) -> Result:
        """Run ``program``, which may use the names of ``PRELUDE``, as a job."""
        job = Job(
            image=self.image,
            argv=("python3", "-I", "/box/program.py"),
            limits=limits,
            files=(File("program.py", (PRELUDE + program).encode()),),
            exchanges=exchanges,
            artifacts=artifacts,
            label="conformance",
            max_points=max_points,
        )
        heard = events if events is not None else []
        return self.sandbox.run(job, heard.append, cancelled)

    def says(self, program: str) -> str:
        """Run ``program``, which must end well, and return what it printed."""
        result = self.run(program)
        assert result.outcome is Outcome.OK, (result.outcome, result.stderr)
        return result.stdout.decode().strip()


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that a sandbox must do: ``try_on`` raises AssertionError when it does not."""

    name: str
    try_on: Callable[[Bench], None] = field(repr=False)


def collect(cases: list[Case]) -> Callable[[Callable[[Bench], None]], Callable[[Bench], None]]:
    """Return a decorator that adds a function to ``cases`` under its own name."""

    def add(function: Callable[[Bench], None]) -> Callable[[Bench], None]:
        cases.append(Case(function.__name__, function))
        return function

    return add


def ending(result: Result) -> tuple[Outcome, str]:
    """Return how a job ended and which limit it broke, "" for none: what most cases compare."""
    return result.outcome, result.breach.limit if result.breach else ""
