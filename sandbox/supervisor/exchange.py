"""One question and its answer, as bytes on two pipes. It knows no limit but the reply's size."""

from __future__ import annotations

import os

from .frames import CHUNK, LENGTH


class ReplyTooLarge(Exception):
    """The candidate announced a reply of ``size`` bytes, which is over the cap."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


class Exchange:
    """The exchange in progress: what is still to be written to the candidate and read from it."""

    def __init__(self, fields: dict[str, int | float | bool | None], cpu: float, wall: float) -> None:
        self.index = int(fields["index"] or 0)
        self.hidden = bool(fields["hidden"])
        self.reply_bytes = int(fields["reply_bytes"] or 0)
        self.cpu_limit, self.wall_limit = fields["cpu_seconds"], fields["wall_seconds"]
        self.cpu_start, self.wall_start = cpu, wall
        size = int(fields["size"] or 0)
        self._to_come = size
        self._question = bytearray(LENGTH.pack(size))
        self._head = b""
        self._left: int | None = None

    @property
    def to_write(self) -> bool:
        """Whether bytes of the question wait for the candidate."""
        return bool(self._question)

    @property
    def to_read(self) -> bool:
        """Whether bytes of the reply are still missing."""
        return self._left != 0

    @property
    def done(self) -> bool:
        """Whether the whole question was taken and the whole reply given."""
        return not self.to_read and not self.to_write and self._to_come == 0

    def measured(self, cpu: float, wall: float) -> dict[str, float]:
        """Return the ANSWERED frame: its index and what it took, given the run's seconds by now."""
        return {
            "index": self.index,
            "cpu_seconds": max(0.0, cpu - self.cpu_start),
            "wall_seconds": wall - self.wall_start,
        }

    def add(self, payload: bytes) -> None:
        """Take in a piece of the question."""
        if len(payload) > self._to_come:
            raise ValueError("the message is longer than was said")
        self._to_come -= len(payload)
        self._question += payload

    def write(self, pipe: int) -> None:
        """Hand on what the pipe takes. A candidate that closed its end gets no more."""
        try:
            written = os.write(pipe, memoryview(self._question)[:CHUNK])
            del self._question[:written]
        except BlockingIOError:
            return
        except BrokenPipeError:
            self._question.clear()

    def read(self, pipe: int) -> bytes | None:
        """Return the next bytes of the reply, b"" if there are none now, None at the pipe's end.

        Raises:
            ReplyTooLarge: as soon as the announced length is over the cap.
        """
        wanted = LENGTH.size - len(self._head) if self._left is None else self._left
        try:
            data = os.read(pipe, min(CHUNK, wanted))
        except BlockingIOError:
            return b""
        if not data:
            return None
        if self._left is not None:
            self._left -= len(data)
            return data
        self._head += data
        if len(self._head) == LENGTH.size:
            (self._left,) = LENGTH.unpack(self._head)
            if self._left > self.reply_bytes:
                raise ReplyTooLarge(self._left)
        return b""
