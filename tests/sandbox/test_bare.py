"""Jobs as plain processes: questions and answers, what is left in folders, and how they end."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import replace

import pytest

from sandbox.bare import run_bare
from sandbox.job import Artifact, Exchange, File, Job, Limits, Outcome

LIMITS = Limits(cpu_seconds=10, wall_seconds=20, memory_bytes=1 << 30)
ECHO = b"""
import os, struct, sys
with open(3, "rb") as asked, open(4, "wb") as answers:
    while head := asked.read(8):
        content = asked.read(struct.unpack(">Q", head)[0])
        if content == b"exit": sys.exit(0)
        if content == b"fail": sys.exit(3)
        if content == b"wait": import time; time.sleep(60)
        answers.write(head + content); answers.flush()
print("done")
home = os.getcwd() == os.environ["HOME"]
open(os.path.join(os.environ["TUNEROOM_WORK"], "left"), "w").write("yes" if home else "no")
"""


def job(*messages: bytes, wall: float = 20) -> Job:
    return Job(
        image="base",
        argv=("python3", "/box/echo.py"),
        limits=replace(LIMITS, wall_seconds=wall),
        files=(File("echo.py", ECHO),),
        exchanges=tuple(Exchange(f"q{i}", message, 100) for i, message in enumerate(messages)),
        artifacts=(Artifact("left", 10), Artifact("never", 10)),
    )


def test_everything_is_answered_and_brought_back() -> None:
    result = run_bare(job(b"one", b"", b"three"))
    assert (result.outcome, result.exit_code, result.stdout) == (Outcome.OK, 0, b"done\n")
    assert [(reply.name, reply.content) for reply in result.replies] == [
        ("q0", b"one"),
        ("q1", b""),
        ("q2", b"three"),
    ]
    assert result.artifacts == {"left": b"yes"}
    assert result.usage.peak_memory_bytes > 1 << 20


@pytest.mark.parametrize("open_before", range(30))
def test_any_number_of_descriptors_may_be_open_already(open_before: int) -> None:
    with ExitStack() as stack:
        for _ in range(open_before):
            stack.enter_context(open(os.devnull))
        assert [reply.content for reply in run_bare(job(b"one")).replies] == [b"one"]


@pytest.mark.parametrize(
    ("message", "outcome", "code", "reason"),
    [
        (b"exit", Outcome.BAD_ARTIFACT, 0, "ended before answering"),
        (b"fail", Outcome.RUNTIME_ERROR, 3, ""),
    ],
)
def test_a_process_that_ends_early_has_failed(
    message: bytes, outcome: Outcome, code: int, reason: str
) -> None:
    result = run_bare(job(b"one", message, b"never asked"))
    assert (result.outcome, result.exit_code, result.reason, result.during) == (outcome, code, reason, "q1")
    assert len(result.replies) == 1


def test_a_process_that_waits_too_long_is_ended() -> None:
    result = run_bare(job(b"wait", wall=0.5))
    assert result.outcome is Outcome.WALL_TIME
    assert result.breach is not None
    assert (result.breach.limit, result.breach.allowed, result.breach.exchange) == ("wall_seconds", 0.5, "q0")
    assert 0.5 <= result.breach.measured < 10


def test_an_answer_that_is_too_long_is_none() -> None:
    result = run_bare(job(b"x" * 101))
    assert (result.outcome, result.replies) == (Outcome.BAD_ARTIFACT, ())
