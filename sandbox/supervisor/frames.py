"""The frames that host and supervisor exchange: one byte of kind, four of length, the payload.

Both ends use this module: the host imports it and the image holds a copy. It does no input or
output, so whoever reads decides about deadlines; a reader never holds more than one frame.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from typing import Any, Final

PROTOCOL: Final = 3
HEAD: Final = struct.Struct(">BI")
LENGTH: Final = struct.Struct(">Q")  # before each message on descriptors 3 and 4
CHUNK: Final = 256 * 1024
TEXT: Final = 64 * 1024

# What one progress point may be: its step lies within +-POINT_STEP (what a float holds exactly).
POINT_STEP: Final = 2**53
POINT_VALUES: Final = 16
POINT_NAME: Final = 40
POINT_BYTES: Final = 16 * 1024  # JSON may write one character as twelve

# Host to supervisor.
JOB: Final = 1
FILE: Final = 2
EXCHANGE: Final = 3
MESSAGE: Final = 4
END: Final = 5

# Supervisor to host.
READY: Final = 16
STARTED: Final = 17
REPLY: Final = 18
ANSWERED: Final = 19
STDOUT: Final = 20
STDERR: Final = 21
ENDED: Final = 22
ARTIFACT: Final = 23
REPORT: Final = 24
POINT: Final = 25

# The largest payload of each kind; what is not listed is refused.
TO_SUPERVISOR: Final = {JOB: 1024 * 1024, FILE: CHUNK, EXCHANGE: TEXT, MESSAGE: CHUNK, END: 0}
TO_HOST: Final = {
    READY: TEXT,
    STARTED: 0,
    REPLY: CHUNK,
    ANSWERED: TEXT,
    STDOUT: CHUNK,
    STDERR: CHUNK,
    ENDED: 0,
    ARTIFACT: CHUNK,
    REPORT: TEXT,
    POINT: POINT_BYTES,
}


class FrameError(Exception):
    """The bytes are not frames of this protocol."""


def head(kind: int, length: int) -> bytes:
    """Return the five bytes that come before a payload of ``length`` bytes."""
    return HEAD.pack(kind, length)


def frame(kind: int, fields: dict[str, Any] | None = None) -> bytes:
    """Return a whole frame whose payload is ``fields`` as JSON, or is empty."""
    payload = b"" if fields is None else json.dumps(fields).encode()
    return head(kind, len(payload)) + payload


class FrameReader:
    """Cuts a stream of bytes into frames. ``largest`` gives each known kind its largest payload."""

    def __init__(self, largest: dict[int, int]) -> None:
        self._largest = largest
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Take in ``data`` and yield each frame (kind, payload) that is now complete.

        Raises:
            FrameError: an unknown kind or a payload over its cap, as soon as its head is read.
        """
        self._buffer += data
        start = 0
        try:
            while len(self._buffer) - start >= HEAD.size:
                kind, length = HEAD.unpack_from(self._buffer, start)
                self._refuse(kind, length)
                end = start + HEAD.size + length
                if len(self._buffer) < end:
                    break
                payload = bytes(memoryview(self._buffer)[start + HEAD.size : end])
                start = end
                yield kind, payload
        finally:
            del self._buffer[:start]

    def _refuse(self, kind: int, length: int) -> None:
        if kind not in self._largest:
            raise FrameError(f"unknown frame kind {kind}")
        if length > self._largest[kind]:
            raise FrameError(f"frame kind {kind} of {length} bytes is over {self._largest[kind]}")
