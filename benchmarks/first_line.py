"""When a candidate's program is at its first line with PyTorch imported, and what waiting costs in memory.

The sandbox alone, without a site: counted from its acceptance of the job, as in a verdict.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sandbox.docker_client import client
from sandbox.docker_container import LABEL, LABEL_JOB, WAITING
from sandbox.docker_engine import DockerSandbox
from sandbox.image_recipes import tag
from sandbox.job import File, Job, Limits, Outcome, Sandbox
from sandbox.limits import MIB
from sandbox.registry import Installation

WARM_SECONDS = 60.0
SETTLE_SECONDS = 1.0
ARGV = ("python3", "-P", "-s", "-B", "/box/x.py")
PROGRAM = File("x.py", b"import time, torch; print(time.time())")
IN_TORCH = Job("torch", ARGV, Limits(60.0, 120.0, 1024 * MIB), files=(PROGRAM,))
IN_BASE = Job("base", ARGV, Limits(5.0, 10.0, 192 * MIB), files=(File("x.py", b"pass"),))


@dataclass(frozen=True, slots=True)
class FirstLines:
    """Milliseconds from acceptance to the first line behind ``import torch``, from a container that waited
    and from one made for it."""

    warm: list[float]
    cold: list[float]


@dataclass(frozen=True, slots=True)
class Waits:
    """Waiting containers of an image: how many, what each uses as its own cgroup counts it, and as the host
    sees its processes: ``host_bytes_each`` is their proportional set size, in which a page that several share
    is divided among them. None where this machine does not show it."""

    image: str
    count: int
    bytes_each: int
    host_bytes_each: int | None


def first_line_ms(sandbox: Sandbox) -> float:
    """Run the program once.

    Raises:
        RuntimeError: it did not end well.
    """
    result = sandbox.run(IN_TORCH, lambda event: None, lambda: False)
    if result.outcome is not Outcome.OK:
        raise RuntimeError(f"import torch ended with {result.outcome}: {result.stderr.decode()[-300:]}")
    return 1000 * (float(result.stdout) - result.timing.accepted)


def first_lines(installation: Installation, warm: int, cold: int) -> tuple[FirstLines, list[Waits]]:
    """Measure both kinds, and the memory of what waits. Every cold run comes right before a warm one, while
    nothing is being made in the background."""
    warms, colds = [], []
    sandbox = DockerSandbox(installation)
    try:
        sandbox.warm()
        sandbox.run(IN_BASE, lambda event: None, lambda: False)
        first_line_ms(sandbox)
        for number in range(warm):
            _wait_for(lambda: _waits(sandbox, "torch") and _waits(sandbox, "base"))
            if number < cold:
                colds.append(first_line_ms(DockerSandbox(installation)))  # without ``warm()``: no pool
                time.sleep(SETTLE_SECONDS)
            warms.append(first_line_ms(sandbox))
        _wait_for(lambda: _waits(sandbox, "torch"))
        return FirstLines(warms, colds), memory(sandbox, installation)
    finally:
        sandbox.close()


def memory(sandbox: Sandbox, installation: Installation) -> list[Waits]:
    """What waits, and the memory of it."""
    return [
        Waits(one.image, one.count, one.bytes_each, host_bytes(installation, one.image))
        for one in sandbox.waiting()
    ]


def host_bytes(installation: Installation, image: str) -> int | None:
    """The proportional set size of a waiting container of this image, on average."""
    mine = {"label": [f"{LABEL}={installation.name}", f"{LABEL_JOB}={WAITING}"], "ancestor": tag(image)}
    with client(installation.address) as api:
        found = [api.top(one["Id"])["Processes"] for one in api.containers(filters=mine)]
    try:
        sizes = [_proportional(row[1]) for rows in found for row in rows]
    except OSError:
        return None
    return sum(sizes) // len(found) if found else None


def _proportional(pid: str) -> int:
    lines = Path("/proc", pid, "smaps_rollup").read_text().splitlines()
    return next(1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _waits(sandbox: Sandbox, image: str) -> bool:
    return any(one.count for one in sandbox.waiting() if one.image == image)


def _wait_for(done: Callable[[], bool]) -> None:
    """Wait, and then until the engine has nothing to do any more."""
    deadline = time.monotonic() + WARM_SECONDS
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError(f"no container waits after {WARM_SECONDS:.0f} s")
        time.sleep(0.05)
    time.sleep(SETTLE_SECONDS)
