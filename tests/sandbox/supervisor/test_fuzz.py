"""Whatever a candidate writes into a pipe, the supervisor never waits for it, keeps no more than its caps and
reads the same however it is cut. The host's line is held to the same."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import given
from hypothesis import strategies as st

from sandbox.supervisor import frames
from sandbox.supervisor.channel import Channel, HostGone
from sandbox.supervisor.exchange import Exchange, ReplyTooLarge
from sandbox.supervisor.frames import FrameError, FrameReader, head
from sandbox.supervisor.points import DRAIN_READS, LINE_BYTES, Points, parse
from tests.fuzzing import JSON, cut, damaged, joined, unhurried, varied


@contextmanager
def pipe() -> Iterator[tuple[int, int]]:
    """A pipe neither of whose ends blocks: whatever would wait raises instead."""
    ends = os.pipe()
    for end in ends:
        os.set_blocking(end, False)
    try:
        yield ends
    finally:
        for end in ends:
            close(end)


def close(end: int) -> None:
    """Close an end that may be closed already."""
    try:
        os.close(end)
    except OSError:
        return


LINES = st.one_of(
    st.builds(
        lambda step, value: json.dumps({"step": step, "values": {"loss": value}}).encode(),
        st.integers(-(2**54), 2**54),
        st.one_of(st.floats(), st.integers()),
    ),
    varied({"step": 1, "values": {"loss": 0.5}}).map(lambda fields: json.dumps(fields).encode()),
    JSON.map(lambda value: json.dumps(value, ensure_ascii=False).encode()),
    st.sampled_from([LINE_BYTES, LINE_BYTES + 1, 3 * LINE_BYTES]).map(lambda size: b" " * size),
    st.binary(max_size=30),
)
REPORTED = damaged(st.lists(LINES, max_size=8).map(lambda lines: b"".join(one + b"\n" for one in lines)))


@unhurried
@given(cut(REPORTED), st.integers(0, 4))
def test_points_are_the_lines_that_fit_however_they_are_cut(pieces: list[bytes], most: int) -> None:
    with pipe() as (ours, theirs):
        points = Points(ours, most)
        found: list[dict[str, object]] = []
        for piece in pieces:
            assert os.write(theirs, piece) == len(piece) if piece else True
            found += points.take(DRAIN_READS)
            assert len(points._lines._begun) <= LINE_BYTES
        os.close(theirs)
        assert list(points.take(DRAIN_READS)) == []
        assert points.descriptor is None
    lines = [line for line in joined(pieces).split(b"\n")[:-1] if len(line) <= LINE_BYTES]
    assert found == [point for point in map(parse, lines) if point][:most]


TOLD = st.lists(
    st.one_of(
        st.builds(
            lambda kind, content: head(kind, len(content)) + content,
            st.sampled_from(sorted(frames.TO_SUPERVISOR)),
            st.binary(max_size=60),
        ),
        st.builds(head, st.integers(0, 255), st.integers(0, 2**32 - 1)),
    ),
    max_size=6,
).map(joined)


def received(channel: Channel) -> tuple[list[tuple[int, bytes]], bool]:
    """All the frames that are there, and whether something is refused."""
    found: list[tuple[int, bytes]] = []
    try:
        while True:
            found += channel.receive()
    except (HostGone, FrameError) as problem:
        return found, isinstance(problem, FrameError)


@unhurried
@given(cut(damaged(TOLD)))
def test_channel_gives_frames_until_the_host_is_gone(pieces: list[bytes]) -> None:
    with pipe() as (source, host), pipe() as (_, target):
        channel = Channel(source, target)
        assert channel.receive() == []
        found, refused = [], False
        for piece in pieces:
            os.write(host, piece)
            try:
                found += channel.receive()
            except FrameError:
                refused = True
                break
        os.close(host)
        if not refused:
            assert received(channel) == ([], False)
    whole, reader = [], FrameReader(frames.TO_SUPERVISOR)
    try:
        whole = list(reader.feed(joined(pieces)))
        assert (found, refused) == (whole, False)
    except FrameError:
        assert refused


@unhurried
@given(st.lists(st.integers(0, frames.CHUNK), max_size=6), st.integers(5_000, 200_000))
def test_channel_holds_what_the_host_does_not_take(sizes: list[int], taken: int) -> None:
    with pipe() as (source, _), pipe() as (host, target):
        channel, sent, came = Channel(source, target), bytearray(), bytearray()
        for number, size in enumerate(sizes):
            payload = bytes([number]) * size
            channel.send_bytes(frames.REPLY, payload)
            sent += head(frames.REPLY, size) + payload
            channel.flush()
            assert channel.pending == (channel._waiting > 0)
        while len(came) < len(sent):
            came += os.read(host, taken)
            channel.flush()
        assert (came, channel.pending, channel._waiting) == (sent, False, 0)


FIELDS: dict[str, int | float | bool | None] = {
    "index": 0,
    "hidden": True,
    "reply_bytes": 50,
    "cpu_seconds": None,
    "wall_seconds": None,
    "size": 5,
}
REPLIES = st.one_of(
    st.integers(0, 53).map(lambda size: struct.pack(">Q", size) + bytes(size)),
    st.sampled_from([49, 50, 51]).map(lambda size: struct.pack(">Q", size) + bytes(size)),
    st.builds(
        lambda size, content: struct.pack(">Q", size) + content, st.integers(0, 2**64 - 1), st.binary()
    ),
    st.binary(max_size=90),
)


def read_all(exchange: Exchange, pipe: int) -> bytes:
    """What can be read of the reply now."""
    came, before = b"", -1
    while exchange.to_read and before != len(exchange._head) + len(came):
        before = len(exchange._head) + len(came)
        came += exchange.read(pipe) or b""
    return came


@unhurried
@given(cut(damaged(REPLIES)))
def test_reply_is_what_was_announced_and_what_follows_is_left(pieces: list[bytes]) -> None:
    exchange, stream, came, refused = Exchange(FIELDS, 0.0, 0.0), joined(pieces), b"", None
    with pipe() as (ours, theirs):
        try:
            for piece in pieces:
                os.write(theirs, piece)
                came += read_all(exchange, ours)
        except ReplyTooLarge as problem:
            refused = problem.size
    announced = int.from_bytes(stream[:8]) if len(stream) >= 8 else 0
    if announced > 50:
        assert (came, refused) == (b"", announced)
    else:
        assert (came, refused) == (stream[8 : 8 + announced], None)
        assert exchange.to_read == (len(stream) < 8 + announced)
