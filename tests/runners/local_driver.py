"""Drives a runner's judgement with plain processes of this machine, for tests of runners."""

from __future__ import annotations

from collections.abc import Callable

from runners.base import Judging, Report
from sandbox.bare import run_bare
from sandbox.job import Job, Result


def drive(judging: Judging, run: Callable[[Job], Result] = run_bare) -> Report:
    """Drive a judgement to its end."""
    try:
        job = next(judging)
        while True:
            job = judging.send(run(job))
    except StopIteration as end:
        report: Report = end.value
        return report
