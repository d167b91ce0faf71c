"""The processes of a site, found by what they are: to be killed and paused one by one."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.site_process import Site

WEB, WORKER, SCHEDULER = "gunicorn", "manage.py worker", "manage.py scheduler"


def keeper_child(site: Site, command: str) -> int | None:
    """The child of ``manage.py up`` that runs ``command``; None while it is being restarted."""
    assert site.process is not None
    mine = [pid for pid in children(site.process.pid) if command in command_of(pid)]
    return mine[0] if mine else None


def family(pid: int) -> list[int]:
    """The process and all that it started, itself first."""
    return [pid, *(one for child in children(pid) for one in family(child))]


def children(pid: int) -> list[int]:
    """Live processes whose parent is ``pid``."""
    numbers = (int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdecimal())
    return [one for one in numbers if parent_of(one) == pid]


def parent_of(pid: int) -> int:
    """The parent's pid, 0 when the process has ended."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", errors="replace")
    except OSError:
        return 0
    return int(stat.rpartition(")")[2].split()[1])


def command_of(pid: int) -> str:
    """The command line, "" when the process has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def send(pid: int | None, number: signal.Signals) -> None:
    """Send a signal; a process that has ended in between is as good."""
    if pid is not None:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


@contextmanager
def paused(pid: int | None) -> Iterator[None]:
    """Stop the process and all that it started while the block runs."""
    stopped = family(pid) if pid is not None else []
    for one in stopped:
        send(one, signal.SIGSTOP)
    try:
        yield
    finally:
        for one in stopped:
            send(one, signal.SIGCONT)
