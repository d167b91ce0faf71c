"""Runs a Job as a plain process of this machine, for tests of runners. It enforces and hides nothing."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

from runners.base import Judging, Report
from sandbox.job import Exchange, Job, Outcome, Reply, Result

# The pipes get the numbers 3 and 4 only after both have left them.
REDIRECT = """
import os, sys
theirs = [os.dup2(int(number), 13 + place) for place, number in enumerate(sys.argv[1:3])]
os.dup2(theirs[0], 3)
os.dup2(theirs[1], 4)
os.execv(sys.argv[3], sys.argv[3:])
"""


def drive(judging: Judging) -> Report:
    """Drive a judgement to its end with local processes."""
    try:
        job = next(judging)
        while True:
            job = judging.send(run_locally(job))
    except StopIteration as end:
        report: Report = end.value
        return report


def run_locally(job: Job) -> Result:
    """Run the job's process in a folder of its own and ask it everything."""
    with tempfile.TemporaryDirectory() as box:
        for file in job.files:
            Path(box, file.path).write_bytes(file.content)
        argv = [sys.executable, *(arg.replace("/box", box) for arg in job.argv[1:])]
        return _converse(argv, dict(job.env), job.exchanges)


def _converse(argv: list[str], env: dict[str, str], exchanges: tuple[Exchange, ...]) -> Result:
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    start = [sys.executable, "-c", REDIRECT, str(theirs_in), str(theirs_out), *argv]
    process = subprocess.Popen(
        start, pass_fds=(theirs_in, theirs_out), env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    os.close(theirs_in)
    os.close(theirs_out)
    replies = []
    with open(ours_out, "wb") as questions, open(ours_in, "rb") as answers:
        for exchange in exchanges:
            try:
                questions.write(struct.pack(">Q", len(exchange.message)) + exchange.message)
                questions.flush()
            except BrokenPipeError:
                break
            head = answers.read(8)
            if len(head) < 8:
                break
            content = answers.read(struct.unpack(">Q", head)[0])
            replies.append(Reply(exchange.name, content, 0.0, 0.0))
    stdout, stderr = process.communicate()
    complete = len(replies) == len(exchanges) and process.returncode == 0
    return Result(
        outcome=Outcome.OK if complete else Outcome.RUNTIME_ERROR,
        exit_code=process.returncode,
        replies=tuple(replies),
        stdout=stdout,
        stderr=stderr,
    )
