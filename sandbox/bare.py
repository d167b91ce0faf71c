"""Runs a job as a plain process of this machine: no container, no limits but the clock, no confinement.

For one's own code on one's own machine, such as the kit for candidates, and for benchmarks that ask what the
sandbox costs. Never for anybody else's code. Imports nothing but the standard library and ``sandbox``.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from sandbox.job import Breach, Exchange, Job, Outcome, Reply, Result, Usage
from sandbox.plan import environment

# Copies above 5 first, each at a number that is free: the numbers given may be any, and may be 3, 4 and 5.
REDIRECT = """
import fcntl, os, sys
given = [int(number) for number in sys.argv[1:4]]
moved = [fcntl.fcntl(number, fcntl.F_DUPFD, 6) for number in given]
for number in given:
    os.close(number)
for place, number in enumerate(moved):
    os.dup2(number, 3 + place)
    os.close(number)
os.execv(sys.argv[4], sys.argv[4:])
"""
HEAD = struct.Struct(">Q")
KIB = 1024


def run_bare(job: Job, python: str = sys.executable) -> Result:
    """Run the job with this ``python`` and folders of its own in the places of ``/box``, ``/work`` and
    ``/tmp``."""
    with tempfile.TemporaryDirectory(prefix="tuneroom-") as name:
        folder = Path(name)
        argv, env = _prepared(job, folder, python)
        began = time.monotonic()
        with _started(argv, env, folder) as (process, asking, answers), _clock(job, process) as late:
            replies = tuple(_talk(job.exchanges, asking, answers))
            asking.close()
            _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - began
        return _result(job, folder, process.returncode, replies, late.is_set(), Usage(
            cpu_seconds=used.ru_utime + used.ru_stime,
            wall_seconds=wall,
            peak_memory_bytes=used.ru_maxrss * KIB,
            output_bytes=sum((folder / stream).stat().st_size for stream in ("stdout", "stderr")),
        ))  # fmt: skip


def _prepared(job: Job, folder: Path, python: str) -> tuple[list[str], dict[str, str]]:
    """Write the job's files; return the command and its variables, with this machine's places in them."""
    places = {"/box": folder / "box", "/work": folder / "work", "/tmp": folder / "tmp"}  # noqa: S108
    for place in places.values():
        place.mkdir()
    for file in job.files:
        target = places["/box"] / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
    argv = [python, *(part.replace("/box", str(places["/box"])) for part in job.argv[1:])]
    scratch = str(places["/tmp"])  # noqa: S108
    env = {key: value.replace("/tmp", scratch, 1) for key, value in environment(job).items()}  # noqa: S108
    return argv, env | {"HOME": str(places["/work"]), "TUNEROOM_WORK": str(places["/work"])}


@contextmanager
def _started(
    argv: list[str], env: dict[str, str], folder: Path
) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes], IO[bytes]]]:
    """The process, and the two ends by which it is talked to."""
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    with (
        (folder / "points").open("wb") as points,
        (folder / "stdout").open("wb") as out,
        (folder / "stderr").open("wb") as err,
    ):
        given = (theirs_in, theirs_out, points.fileno())
        start = [argv[0], "-c", REDIRECT, *map(str, given), *argv]
        process = subprocess.Popen(
            start,
            pass_fds=given,
            env=env,
            cwd=folder / "work",
            stdout=out,
            stderr=err,
            stdin=subprocess.DEVNULL,
        )
    os.close(theirs_in)
    os.close(theirs_out)
    with open(ours_out, "wb") as asking, open(ours_in, "rb") as answers:
        yield process, asking, answers


@contextmanager
def _clock(job: Job, process: subprocess.Popen[bytes]) -> Iterator[threading.Event]:
    """Kill the process when its wall time is over; the event says whether that was so."""
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(job.limits.wall_seconds, stop)
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def _talk(exchanges: tuple[Exchange, ...], asking: IO[bytes], answers: IO[bytes]) -> Iterator[Reply]:
    """Ask one thing after the other, as the supervisor does; end where no whole answer comes."""
    for one in exchanges:
        began = time.monotonic()
        with suppress(BrokenPipeError):
            asking.write(HEAD.pack(len(one.message)) + one.message)
            asking.flush()
        head = answers.read(HEAD.size)
        size = HEAD.unpack(head)[0] if len(head) == HEAD.size else one.reply_bytes + 1
        if size > one.reply_bytes or len(content := answers.read(size)) < size:
            return
        yield Reply(one.name, content, 0.0, time.monotonic() - began)


def _result(
    job: Job, folder: Path, code: int, replies: tuple[Reply, ...], late: bool, usage: Usage
) -> Result:
    """What came of it. A file that is not there is only missing: nothing here is anybody's enemy."""
    asked = job.exchanges[len(replies)].name if len(replies) < len(job.exchanges) else ""
    outcome, breach = Outcome.OK, None
    unanswered = asked != "" and code == 0
    if late:
        outcome = Outcome.WALL_TIME
        breach = Breach("wall_seconds", job.limits.wall_seconds, usage.wall_seconds, asked)
    elif unanswered:
        outcome = Outcome.BAD_ARTIFACT
    elif code != 0:
        outcome = Outcome.RUNTIME_ERROR
    files = {one.path: folder / "work" / one.path for one in job.artifacts}
    return Result(
        outcome,
        usage,
        exit_code=code if code >= 0 else None,
        signal=-code if code < 0 else None,
        breach=breach,
        reason="ended before answering" if unanswered else "",
        replies=replies,
        artifacts={path: file.read_bytes() for path, file in files.items() if file.is_file()},
        stdout=(folder / "stdout").read_bytes(),
        stderr=(folder / "stderr").read_bytes(),
        during=asked,
    )
