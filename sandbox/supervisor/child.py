"""The candidate's process: started as a user of its own before the job is known, then told its command, and
ended with all that it left behind.

Nothing here measures or relays.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import time
from collections.abc import Callable
from typing import Any

from . import waiting

WORK = "/work"
COMPLAINTS = 63
BIG_PIPE = 1024 * 1024
LOWER_PRIORITY = 5
KILL_SECONDS = 10.0


class Child:
    """The candidate's main process and our ends of its pipes.

    It waits with the modules ``preload`` imported until ``start`` tells it the job's command.
    """

    def __init__(self, uid: int, env: dict[str, str], preload: list[str]) -> None:
        theirs_questions, self.questions = os.pipe()
        self.answers, theirs_answers = os.pipe()
        self.stdout, theirs_stdout = os.pipe()
        self.stderr, theirs_stderr = os.pipe()
        self.points, theirs_points = os.pipe()
        self._control, control = socket.socketpair()
        theirs = [theirs_stdout, theirs_stderr, theirs_questions, theirs_answers, theirs_points]
        failure, complaints = os.pipe()
        argv = [*waiting.FLAGS, str(waiting.__file__), *preload]
        self.pid = os.fork()
        if self.pid == 0:
            _run(lambda: _become(uid, [*theirs, control.fileno()], argv, env), complaints)
        control.close()
        for descriptor in (*theirs, complaints):
            os.close(descriptor)
        _await_start(failure)
        self._await_ready()
        for descriptor in (self.questions, self.answers, self.stdout, self.stderr, self.points):
            os.set_blocking(descriptor, False)
        _enlarge(self.answers)
        _enlarge(self.questions)

    def _await_ready(self) -> None:
        if self._control.recv(1) != waiting.READY:
            said = os.read(self.stderr, BIG_PIPE).decode(errors="replace").strip()
            raise RuntimeError(f"the process cannot get ready: {said[-1000:]}")

    def start(self, job: dict[str, Any]) -> None:
        """Let it run the job's command. It closes its end when it does, and complains before if it cannot."""
        command = {"argv": job["argv"], "env": job["env"], "points": job["max_points"] > 0}
        self._control.sendall(json.dumps(command).encode() + b"\n")
        complaint = b""
        while piece := self._control.recv(4096):
            complaint += piece
        self._control.close()
        if complaint:
            raise RuntimeError(f"the process cannot start: {complaint.decode(errors='replace')}")


def _enlarge(pipe: int) -> None:
    """Fewer switches between processes for a large message; a refused wish costs only time."""
    try:
        fcntl.fcntl(pipe, 1031, BIG_PIPE)  # F_SETPIPE_SZ
    except OSError:
        return


def _await_start(failure: int) -> None:
    """Wait until the child runs its interpreter, which closes its end of the pipe."""
    with os.fdopen(failure, "rb") as file:
        complaint = file.read()
    if complaint:
        raise RuntimeError(f"the process cannot start: {complaint.decode(errors='replace')}")


def _run(become: Callable[[], None], complaints: int) -> None:
    """In the child: never return into the supervisor's code, whatever happens. What goes wrong
    before the interpreter runs is our fault, so it is told to the supervisor."""
    try:
        fcntl.fcntl(complaints, fcntl.F_DUPFD_CLOEXEC, COMPLAINTS)
        become()
    except BaseException as problem:
        os.write(COMPLAINTS, repr(problem).encode())
    finally:
        os._exit(127)


def _become(uid: int, pipes: list[int], argv: list[str], env: dict[str, str]) -> None:
    os.setsid()
    os.nice(LOWER_PRIORITY)  # so that no number of busy processes delays the supervisor
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")
    _wire(pipes)
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    for number in (signal.SIGPIPE, signal.SIGCHLD, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    os.umask(0o077)
    os.chdir(WORK)
    os.execvpe(argv[0], argv, env)  # noqa: S606 - running the candidate's command is the purpose


def _wire(pipes: list[int]) -> None:
    """Put the candidate's ends at 1 and up, nothing readable at 0, and close the rest."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    moved = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, 64) for descriptor in (nothing, *pipes)]
    for target, descriptor in enumerate(moved):
        os.dup2(descriptor, target)
    os.closerange(len(moved), COMPLAINTS)
    os.closerange(COMPLAINTS + 1, 1024)


def reap(main: int) -> int | None:
    """Collect every process that has ended; return the wait status of ``main`` if it is among them."""
    status = None
    while True:
        try:
            pid, ended = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return status
        if pid == 0:
            return status
        if pid == main:
            status = ended


def kill_all() -> None:
    """Kill and reap every other process of the container. ``kill(-1)`` reaches all at once, so that
    nothing can fork its way out.

    Raises:
        RuntimeError: some did not die.
    """
    deadline = time.monotonic() + KILL_SECONDS
    while time.monotonic() < deadline:
        try:
            os.kill(-1, signal.SIGKILL)
        except ProcessLookupError:
            return
        reap(0)
        time.sleep(0.0005)
    raise RuntimeError(f"processes are left after {KILL_SECONDS} s of killing")
