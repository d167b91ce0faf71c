"""Drives a runner's judgement through a real sandbox, for tests; no queue and no database."""

from __future__ import annotations

from runners.base import Judging, Report
from sandbox.job import Event, Sandbox


def judge_through(sandbox: Sandbox, judging: Judging) -> Report:
    """Run every job that the runner asks for and return its report."""
    try:
        job = next(judging)
        while True:
            job = judging.send(sandbox.run(job, _ignore, _never))
    except StopIteration as end:
        report: Report = end.value
        return report


def _ignore(_event: Event) -> None: ...


def _never() -> bool:
    return False
