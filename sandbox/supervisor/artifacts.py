"""Reads the candidate's files for the host: regular files below /work only, as the candidate's user.

It is called when every process of the candidate is dead, so nothing changes between check and read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager

from .frames import CHUNK

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# O_NONBLOCK: opening a FIFO must not wait for a writer.
LEAF = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class BadArtifact(Exception):
    """The artifact is not what was asked for; the message says why. ``size`` is set when it is too
    large."""

    def __init__(self, reason: str, size: int | None = None) -> None:
        super().__init__(reason)
        self.size = size


@contextmanager
def candidate(uid: int) -> Iterator[None]:
    """Act on files with the candidate's rights, no more: /work is closed to everybody else."""
    os.setegid(uid)
    os.seteuid(uid)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


def open_regular(root: str, path: str, max_bytes: int) -> tuple[int, int]:
    """Open ``path`` below ``root`` component by component; return (descriptor, size in bytes).

    Raises:
        BadArtifact: missing, a link anywhere on the way, not a regular file, or too large.
    """
    *folders, name = path.split("/")
    here = _open(root, FOLDER, None, path)
    try:
        for folder in folders:
            below = _open(folder, FOLDER, here, path)
            os.close(here)
            here = below
        leaf = _open(name, LEAF, here, path)
    finally:
        os.close(here)
    try:
        return leaf, _regular_size(leaf, path, max_bytes)
    except BadArtifact:
        os.close(leaf)
        raise


def _open(name: str, flags: int, folder: int | None, path: str) -> int:
    try:
        return os.open(name, flags, dir_fd=folder)
    except OSError as problem:
        try:
            if stat.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
                raise BadArtifact(f"{path}: symbolic link") from problem
        except OSError:
            pass
        raise BadArtifact(f"{path}: {os.strerror(problem.errno or 0).lower()}") from problem


def _regular_size(descriptor: int, path: str, max_bytes: int) -> int:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise BadArtifact(f"{path}: not a regular file")
    if status.st_nlink != 1:
        raise BadArtifact(f"{path}: hard link")
    if status.st_size > max_bytes:
        raise BadArtifact(f"{path}: too large", status.st_size)
    return status.st_size


def chunks(descriptor: int, size: int) -> Iterator[bytes]:
    """Yield exactly ``size`` bytes of the open file in pieces of at most ``CHUNK``."""
    while size > 0:
        piece = os.read(descriptor, min(CHUNK, size))
        if not piece:
            raise BadArtifact("the file became shorter while it was read")
        size -= len(piece)
        yield piece
