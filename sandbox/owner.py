"""Which process a container belongs to, so that a sweep knows at once whose worker is gone.

A pid alone comes back; with the host's name and the process's start time it does not.
"""

from __future__ import annotations

import os
import socket
from pathlib import Path

START_TIME = 19
"""Place of the start time in /proc/PID/stat, counted after the command's closing bracket."""


def this_process() -> str:
    """Return ``host:pid:start``; the start is in clock ticks since the machine's boot."""
    return f"{socket.gethostname()}:{os.getpid()}:{_started(os.getpid())}"


def is_gone(owner: str) -> bool:
    """Say whether the owning process has certainly ended: it was on this host and is no more."""
    host, _, process = owner.partition(":")
    pid, _, started = process.partition(":")
    return host == socket.gethostname() and pid.isdecimal() and _started(int(pid)) != started


def _started(pid: int) -> str:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[START_TIME]
