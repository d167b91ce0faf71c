"""Puts the installed kind ``echo`` through the conformance kit; run where tuneroom-toy is installed."""

from __future__ import annotations

from pathlib import Path

from runners.base import Problem
from runners.conformance import Specimen, cases
from runners.registry import kinds, load_runner
from sandbox.job import Limits

PROBLEM = Problem(
    slug="echo",
    version="1.0",
    package=Path(),
    data=Path(),
    limits=Limits(cpu_seconds=1, wall_seconds=2, memory_bytes=64 * 1024 * 1024),
    pass_mark=100,
    scoring={"echo": 100},
    params={"questions": 3},
)

for case in cases():
    case.try_on(Specimen(load_runner("echo"), PROBLEM, b"print('hello')"))
    print("ok", case.name)
print("kinds", *kinds())
