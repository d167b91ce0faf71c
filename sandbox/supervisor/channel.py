"""The supervisor's end of the line to the host: stdin and stdout, frames both ways.

It blocks only where it says so. What the frames mean is not known here.
"""

from __future__ import annotations

import os
import select
from collections import deque
from typing import Any

from .frames import CHUNK, TO_SUPERVISOR, FrameReader, frame, head

BUSY_BYTES = 1024 * 1024


class HostGone(Exception):
    """The host closed the line: there is nobody left to work for."""


class Channel:
    """Frames from descriptor ``source`` and to descriptor ``target``."""

    def __init__(self, source: int, target: int) -> None:
        self.source, self.target = source, target
        self._reader = FrameReader(TO_SUPERVISOR)
        self._inbox: deque[tuple[int, bytes]] = deque()
        self._outbox: deque[memoryview] = deque()
        self._waiting = 0
        os.set_blocking(source, False)
        os.set_blocking(target, False)

    @property
    def pending(self) -> bool:
        """Whether bytes wait to be written."""
        return bool(self._outbox)

    @property
    def busy(self) -> bool:
        """Whether so many bytes wait that no more should be read from the candidate for now."""
        return self._waiting >= BUSY_BYTES

    def send(self, kind: int, fields: dict[str, Any] | None = None) -> None:
        """Queue a frame that carries ``fields``."""
        self._queue(frame(kind, fields))

    def send_bytes(self, kind: int, payload: bytes) -> None:
        """Queue a frame that carries ``payload``, at most ``CHUNK`` bytes of it."""
        self._queue(head(kind, len(payload)))
        self._queue(payload)

    def _queue(self, data: bytes) -> None:
        if data:
            self._outbox.append(memoryview(data))
            self._waiting += len(data)

    def flush(self) -> None:
        """Write what can be written without blocking."""
        while self._outbox:
            piece = self._outbox[0]
            try:
                written = os.write(self.target, piece)
            except BlockingIOError:
                return
            except BrokenPipeError as problem:
                raise HostGone from problem
            self._waiting -= written
            if written == len(piece):
                self._outbox.popleft()
            else:
                self._outbox[0] = piece[written:]

    def flush_all(self) -> None:
        """Write everything, blocking."""
        while self._outbox:
            select.select([], [self.target], [])
            self.flush()

    def receive(self) -> list[tuple[int, bytes]]:
        """Return the frames that have arrived, without blocking."""
        try:
            data = os.read(self.source, CHUNK)
        except BlockingIOError:
            data = None
        if data == b"":
            raise HostGone
        frames = [*self._inbox, *self._reader.feed(data or b"")]
        self._inbox.clear()
        return frames

    def wait(self) -> tuple[int, bytes]:
        """Return the next frame, blocking; those after it stay for later."""
        while not self._inbox:
            select.select([self.source], [], [])
            self._inbox.extend(self.receive())
        return self._inbox.popleft()
