"""Judges the programs of some suites in a process of its own, while other tests run: they keep little more
than one of two processors busy, and there are trainings for half an hour of the other. One program at a time,
so that tests which watch a clock do not feel it; two once somebody waits for the reports.
"""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Semaphore, Thread

from runners.base import Report
from sandbox.docker_engine import DockerSandbox
from sandbox.job import Cancelled, Job, OnEvent, Result
from sandbox.registry import Installation
from tests.cheats.suites import SUITES, Bench, Suite, open_bench

HURRY = "somebody waits"
NICENESS = 10
SPAWN = multiprocessing.get_context("spawn")  # a fork would share the tests' database and settings

Reports = dict[str, Report]


class Yielding(DockerSandbox):
    """The real sandbox; its jobs let those of the tests go first."""

    def run(self, job: Job, on_event: OnEvent, cancelled: Cancelled) -> Result:
        """Run it in the background."""
        return super().run(replace(job, background=True), on_event, cancelled)


class Meanwhile:
    """Started at once; ``reports`` waits for all of them, by the names of the programs."""

    def __init__(self, installation: Installation, home: Path, suites: tuple[str, ...]) -> None:
        self._reports: Reports | None = None
        self._line, theirs = SPAWN.Pipe()
        self._process = SPAWN.Process(target=_judge, args=(theirs, installation, home, suites), daemon=True)
        self._process.start()
        theirs.close()  # so that its end is seen when the process ends

    def reports(self) -> Reports:
        """Every program's report.

        Raises:
            EOFError: the process failed, and said why on stderr.
        """
        if self._reports is None:
            with suppress(BrokenPipeError):
                self._line.send(HURRY)
            self._reports = self._line.recv()
        return self._reports

    def stop(self) -> None:
        """End the process, whatever it is doing; its containers are swept when their time is over."""
        self._process.terminate()
        self._process.join()
        self._line.close()


def _judge(line: Connection, installation: Installation, home: Path, names: tuple[str, ...]) -> None:
    os.nice(NICENESS)
    sandbox, turns = Yielding(installation), Semaphore(1)

    def hurry() -> None:
        try:
            line.recv()
        except EOFError:  # the tests were killed: nobody will ask
            os._exit(1)
        turns.release()

    def opened(suite: Suite) -> Bench:
        with turns:
            return open_bench(suite, sandbox, home)

    def judged(bench: Bench, source: bytes) -> Report:
        with turns:
            return bench.judged(source)

    Thread(target=hurry, daemon=True).start()
    suites = [suite for suite in SUITES if suite.name in names]
    with ThreadPoolExecutor(2) as pool:
        benches = list(pool.map(opened, suites))
        judging = {
            program.name: pool.submit(judged, bench, program.source)
            for suite, bench in zip(suites, benches, strict=True)
            for program in suite.programs()
        }
        line.send({name: one.result() for name, one in judging.items()})
