"""Docker's framing comes off however it is cut, and a line never waits beyond its time."""

from __future__ import annotations

import socket
import time
from collections import deque
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.docker_line import HEAD, STDERR, STDOUT, Demultiplexer, Line, LineError, Stop


class Words:
    """A talk that is over when so many bytes have come."""

    def __init__(self, wanted: int, outgoing: bytes = b"") -> None:
        self.outgoing = deque([memoryview(outgoing)] if outgoing else [])
        self.heard = b""
        self._wanted = wanted

    @property
    def done(self) -> bool:
        return len(self.heard) >= self._wanted and not self.outgoing

    def feed(self, data: bytes) -> None:
        self.heard += data


@pytest.fixture
def ends() -> Iterator[tuple[Line, socket.socket]]:
    ours, theirs = socket.socketpair()
    line = Line(ours)
    yield line, theirs
    line.close()
    theirs.close()


def never() -> bool:
    return False


PIECES = st.lists(st.tuples(st.sampled_from([STDOUT, STDERR]), st.binary(max_size=200)), max_size=8)


@given(PIECES, st.integers(1, 40))
def test_demultiplexer_gives_each_stream_whole(pieces: list[tuple[int, bytes]], step: int) -> None:
    data = b"".join(HEAD.pack(stream, len(content)) + content for stream, content in pieces)
    reader, heard = Demultiplexer(), {STDOUT: b"", STDERR: b""}
    for start in range(0, len(data), step):
        for stream, piece in reader.feed(data[start : start + step]):
            heard[stream] += piece
    for stream, content in heard.items():
        assert content == b"".join(piece for kind, piece in pieces if kind == stream)


@given(st.binary())
def test_demultiplexer_of_any_bytes_raises_nothing_else(data: bytes) -> None:
    try:
        list(Demultiplexer().feed(data))
    except LineError:
        return


def test_line_carries_both_ways(ends: tuple[Line, socket.socket]) -> None:
    line, theirs = ends
    theirs.sendall(HEAD.pack(STDERR, 3) + b"oh!" + HEAD.pack(STDOUT, 5) + b"hello")
    words = Words(5, b"question")
    assert line.drive(words, 5.0, never) is Stop.DONE
    assert (words.heard, theirs.recv(100), line.complaint) == (b"hello", b"question", b"oh!")


def test_line_is_late_when_nothing_comes(ends: tuple[Line, socket.socket]) -> None:
    began = time.monotonic()
    assert ends[0].drive(Words(1), 0.3, never) is Stop.LATE
    assert 0.3 <= time.monotonic() - began < 1.0


def test_line_is_late_when_nothing_is_taken(ends: tuple[Line, socket.socket]) -> None:
    assert ends[0].drive(Words(0, bytes(10_000_000)), 0.3, never) is Stop.LATE


def test_line_is_late_when_it_is_flooded(ends: tuple[Line, socket.socket]) -> None:
    line, theirs = ends
    theirs.setblocking(False)

    def flood() -> bool:
        theirs.send(HEAD.pack(STDERR, 1000) + bytes(1000))
        return False

    assert line.drive(Words(1), 0.5, flood) is Stop.LATE
    assert len(line.complaint) <= 4096


def test_line_says_that_the_other_end_closed(ends: tuple[Line, socket.socket]) -> None:
    line, theirs = ends
    theirs.close()
    assert line.drive(Words(1, b"question"), 5.0, never) is Stop.CLOSED


def test_line_asks_for_cancelling_four_times_a_second(ends: tuple[Line, socket.socket]) -> None:
    asked: list[float] = []

    def cancelled() -> bool:
        asked.append(time.monotonic())
        return len(asked) == 4

    assert ends[0].drive(Words(1), 5.0, cancelled) is Stop.CANCELLED
    assert asked[-1] - asked[0] < 1.0
