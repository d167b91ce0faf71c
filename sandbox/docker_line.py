"""Docker's attach socket as a line to a supervisor: takes its framing off and never waits for ever.

It moves bytes between a socket and a ``Talk``; it knows neither containers nor jobs.
"""

from __future__ import annotations

import selectors
import socket
import struct
import time
from collections import deque
from collections.abc import Callable, Iterator
from enum import Enum, auto
from typing import Protocol

from sandbox import limits

HEAD = struct.Struct(">BxxxI")
STDOUT, STDERR = 1, 2
RECEIVE_BYTES = 1024 * 1024


class Stop(Enum):
    """Why ``Line.drive`` came back."""

    DONE = auto()
    CLOSED = auto()
    LATE = auto()
    CANCELLED = auto()


class Talk(Protocol):
    """One side of what is said: takes bytes in, has bytes to send, knows when it is over."""

    outgoing: deque[memoryview]

    @property
    def done(self) -> bool: ...

    def feed(self, data: bytes) -> None: ...


class LineError(Exception):
    """What came is not Docker's stream framing."""


class Demultiplexer:
    """Takes off Docker's framing: 8 bytes of head (stream, length), then the bytes of that stream."""

    def __init__(self) -> None:
        self._head = b""
        self._stream = 0
        self._left = 0

    def feed(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield (stream, bytes) pieces as they come; it keeps no more than one head."""
        position = 0
        while position < len(data):
            if self._left == 0:
                missing = HEAD.size - len(self._head)
                self._head += data[position : position + missing]
                position += missing
                if len(self._head) == HEAD.size:
                    self._open()
            else:
                piece = data[position : position + self._left]
                position += len(piece)
                self._left -= len(piece)
                yield self._stream, piece

    def _open(self) -> None:
        self._stream, self._left = HEAD.unpack(self._head)
        self._head = b""
        if self._stream not in (STDOUT, STDERR):
            raise LineError(f"unknown stream {self._stream}")


class Line:
    """One attach socket. ``complaint`` is the end of what the supervisor wrote to stderr."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._connection.setblocking(False)
        self._streams = Demultiplexer()
        self._selector = selectors.DefaultSelector()
        self._selector.register(connection, selectors.EVENT_READ)
        self.complaint = b""
        self._open = True

    def close(self) -> None:
        """Close the socket; the engine then closes the container's stdin."""
        self._selector.close()
        self._connection.close()

    def is_quiet(self) -> bool:
        """Whether nothing has come that was not read, not even the end."""
        return self._open and not self._selector.select(0)

    def drive(
        self,
        talk: Talk,
        seconds: float,
        cancelled: Callable[[], bool],
    ) -> Stop:
        """Move bytes both ways for at most so many ``seconds``; return what stopped it first."""
        spent, asked, last = 0.0, 0.0, time.monotonic()
        while not talk.done:
            now = time.monotonic()
            spent += min(now - last, limits.LONGEST_TURN_SECONDS)  # this process itself may have been stopped
            last = now
            if now - asked >= limits.POLL_SECONDS:
                asked = now
                if cancelled():
                    return Stop.CANCELLED
            if not self._open:
                return Stop.CLOSED
            if spent >= seconds:
                return Stop.LATE
            self._turn(talk)
        return Stop.DONE

    def _turn(self, talk: Talk) -> None:
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if talk.outgoing else 0)
        self._selector.modify(self._connection, wanted)
        for _, ready in self._selector.select(limits.POLL_SECONDS):
            if ready & selectors.EVENT_READ:
                self._receive(talk)
            if ready & selectors.EVENT_WRITE:
                self._send(talk)

    def _receive(self, talk: Talk) -> None:
        try:
            data = self._connection.recv(RECEIVE_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        self._open = bool(data)
        for stream, piece in self._streams.feed(data):
            if stream == STDOUT:
                talk.feed(piece)
            else:
                self.complaint = (self.complaint + piece)[-limits.SUPERVISOR_STDERR_BYTES :]

    def _send(self, talk: Talk) -> None:
        outgoing = talk.outgoing
        try:
            while outgoing:
                sent = self._connection.send(outgoing[0])
                if sent == len(outgoing[0]):
                    outgoing.popleft()
                else:
                    outgoing[0] = outgoing[0][sent:]
        except BlockingIOError:
            return
        except OSError:
            outgoing.clear()  # the other end is gone; reading will say so
