"""Drives a runner's judgement with plain processes of this machine, for tests of runners."""

from __future__ import annotations

from runners.base import Judging, Report
from sandbox.bare import run_bare


def drive(judging: Judging) -> Report:
    """Drive a judgement to its end."""
    try:
        job = next(judging)
        while True:
            job = judging.send(run_bare(job))
    except StopIteration as end:
        report: Report = end.value
        return report
