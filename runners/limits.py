"""Limits of a job that is to end sooner than the problem allows."""

from __future__ import annotations

from dataclasses import replace

from sandbox.job import Limits


def shortened(limits: Limits, cpu_seconds: float, wall_seconds: float) -> Limits:
    """The same with at most so many seconds."""
    return replace(
        limits,
        cpu_seconds=min(limits.cpu_seconds, cpu_seconds),
        wall_seconds=min(limits.wall_seconds, wall_seconds),
    )
