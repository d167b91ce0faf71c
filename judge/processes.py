"""Runs the site's processes under this one: starts, restarts what dies, stops all of them cleanly.

Knows nothing of what they do. Each child leads a process group of its own, so that Ctrl-C reaches
this process alone, which then stops the children. When this process is killed, the kernel
tells the children to end (``judge/child.py``).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

STEADY_AFTER = 60.0
"""Who ran so many seconds before it died did not die of its start: it is restarted without long waits."""
RESTART_DELAYS = (0.5, 1.0, 2.0, 5.0, 10.0)
STOP_SECONDS = 15.0
TICK = 0.1
CHILD = str(Path(__file__).with_name("child.py"))


@dataclass(frozen=True, slots=True)
class Program:
    """A child: its command, and where its output goes."""

    name: str
    argv: tuple[str, ...]
    log: Path


@dataclass
class _Child:
    program: Program
    process: subprocess.Popen[bytes] | None = None
    restarts: int = 0
    due: float = 0.0
    started: float = 0.0

    def start(self, now: float) -> None:
        self.started = now
        self.program.log.parent.mkdir(parents=True, exist_ok=True)
        with self.program.log.open("ab") as log:
            self.process = subprocess.Popen(
                (sys.executable, CHILD, str(os.getpid()), *self.program.argv),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def look(self, now: float) -> None:
        """Notice an exit and plan the restart; start what is due."""
        if self.process is not None and self.process.poll() is not None:
            if now - self.started > STEADY_AFTER:
                self.restarts = 0
            self.due = now + RESTART_DELAYS[min(self.restarts, len(RESTART_DELAYS) - 1)]
            self.restarts += 1
            self.process = None
        if self.process is None and now >= self.due:
            self.start(now)

    def ask_to_stop(self) -> None:
        if self.process is not None:
            self.process.terminate()

    def stop(self, deadline: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Group:
    """All the children of one ``make run``. Use as a context manager: leaving it stops them all."""

    def __init__(self, programs: list[Program]) -> None:
        self._children = [_Child(program) for program in programs]
        self._stop = False

    def __enter__(self) -> Group:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        self.look()
        return self

    def __exit__(self, *_: object) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        deadline = time.monotonic() + STOP_SECONDS
        for child in self._children:  # all at once: one that hangs takes no time from the others
            child.ask_to_stop()
        for child in self._children:
            child.stop(deadline)

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self._stop = True

    def look(self) -> bool:
        """Restart what died; return whether to go on."""
        now = time.monotonic()
        for child in self._children:
            if not self._stop:
                child.look(now)
        return not self._stop

    def wait(self) -> None:
        """Watch the children until a signal asks to stop."""
        while self.look():
            time.sleep(TICK)
