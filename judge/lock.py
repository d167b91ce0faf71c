"""One site a state folder: a lock that the kernel gives up with the process, so none is left behind."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(Exception):
    """Another process serves this state folder."""


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold the lock at ``path`` while the block runs.

    Raises:
        AlreadyRunning: somebody else holds it; the message says which process.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise AlreadyRunning(
                f"process {file.read().strip()} already serves {path.parent.parent}"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
        file.truncate(0)
