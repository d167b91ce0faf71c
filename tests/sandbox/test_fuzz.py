"""Whatever bytes come from a container, the host raises nothing but what it documents, keeps no more than its
caps, never waits, and takes them alike however they are cut."""

from __future__ import annotations

import json
import socket
from collections import deque

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from sandbox import docker_line, limits
from sandbox.conversation import Conversation, Greeting
from sandbox.docker_line import Demultiplexer, Line, LineError, Stop
from sandbox.job import Outcome
from sandbox.supervisor import frames
from sandbox.supervisor.frames import FrameError, FrameReader, head
from tests.fuzzing import JSON, cut, damaged, joined, unhurried, varied
from tests.sandbox.test_conversation import (
    ENDED,
    FACTS,
    JOB,
    REPORT,
    STARTED,
    answered,
    begun,
    chunk,
    point,
)

LARGEST = {1: 0, 2: 5, 3: 300, 255: 70_000}
LIES = st.builds(head, st.integers(0, 255), st.integers(0, 2**32 - 1))
FRAMES = st.lists(
    st.one_of(
        st.builds(chunk, st.sampled_from(sorted(LARGEST)), st.binary(max_size=310)),
        st.builds(lambda size: chunk(255, bytes(size)), st.integers(60_000, 70_001)),
        st.binary(max_size=12),
        LIES,
    ),
    max_size=8,
).map(joined)


def plainly(data: bytes) -> tuple[list[tuple[int, bytes]], bool]:
    """The frames of a stream, and whether it is refused: by the definition, all at once."""
    found: list[tuple[int, bytes]] = []
    start = 0
    while len(data) - start >= 5:
        kind, length = data[start], int.from_bytes(data[start + 1 : start + 5])
        if length > LARGEST.get(kind, -1):
            return found, True
        if len(data) < start + 5 + length:
            break
        found.append((kind, data[start + 5 : start + 5 + length]))
        start += 5 + length
    return found, False


@unhurried
@given(cut(damaged(FRAMES)))
def test_frames_are_those_of_the_definition_and_no_more_than_one_is_held(pieces: list[bytes]) -> None:
    reader, found, refused = FrameReader(LARGEST), [], False
    for piece in pieces:
        try:
            for one in reader.feed(piece):
                found.append(one)
        except FrameError:
            refused = True
            break
        assert len(reader._buffer) < frames.HEAD.size + max(LARGEST.values())
    assert (found, refused) == plainly(joined(pieces))


STREAMS = st.lists(
    st.one_of(
        st.builds(
            lambda stream, content: docker_line.HEAD.pack(stream, len(content)) + content,
            st.sampled_from([1, 2]),
            st.binary(max_size=200),
        ),
        st.builds(docker_line.HEAD.pack, st.sampled_from([0, 1, 2, 3, 255]), st.integers(0, 2**32 - 1)),
    ),
    max_size=8,
).map(joined)


def heard(pieces: list[bytes]) -> tuple[dict[int, bytes], bool]:
    """What a demultiplexer gives for each stream, and whether it refused."""
    reader, found = Demultiplexer(), {1: b"", 2: b""}
    for piece in pieces:
        try:
            for stream, content in reader.feed(piece):
                assert content
                found[stream] += content
        except LineError:
            return found, True
        assert len(reader._head) < docker_line.HEAD.size
    return found, False


@unhurried
@given(cut(damaged(STREAMS)))
def test_streams_are_the_same_however_they_are_cut(pieces: list[bytes]) -> None:
    found, refused = heard(pieces)
    assert (found, refused) == heard([joined(pieces)])
    assert sum(map(len, found.values())) <= len(joined(pieces))


def payloads(kind: int, fields: dict[str, object]) -> SearchStrategy[bytes]:
    """Frames of JSON: right, nearly right, any."""
    texts = st.one_of(varied(fields), JSON).map(lambda value: json.dumps(value).encode())
    return st.builds(chunk, st.just(kind), st.one_of(texts, damaged(texts), st.binary(max_size=20)))


@unhurried
@given(cut(damaged(st.lists(payloads(frames.READY, FACTS), max_size=3).map(joined))))
def test_greeting_is_understood_or_refused(pieces: list[bytes]) -> None:
    def greeted(parts: list[bytes]) -> tuple[bool, str, bool]:
        greeting = Greeting()
        try:
            for part in parts:
                greeting.feed(part)
        except FrameError:
            return greeting.done, repr(greeting.facts), True
        return greeting.done, repr(greeting.facts), False

    assert greeted(pieces) == greeted([joined(pieces)])


ANSWER: dict[str, object] = {"index": 0, "cpu_seconds": 0.1, "wall_seconds": 0.2}
POINT: dict[str, object] = {"step": 1, "values": {"loss": 0.5}}
OUTPUT = st.builds(chunk, st.sampled_from([frames.STDOUT, frames.STDERR]), st.binary(max_size=7))
REPLY = st.builds(chunk, st.just(frames.REPLY), st.binary(max_size=5))
ARTIFACT = st.builds(chunk, st.just(frames.ARTIFACT), st.binary(max_size=6))
TALK = st.lists(
    st.one_of(
        st.sampled_from([STARTED, ENDED, answered(0), answered(1), point(a=1)]),
        st.one_of(OUTPUT, REPLY, ARTIFACT),
        payloads(frames.ANSWERED, ANSWER),
        payloads(frames.POINT, POINT),
        payloads(frames.REPORT, REPORT),
        st.builds(chunk, st.sampled_from(sorted(frames.TO_HOST)), st.binary(max_size=12)),
    ),
    max_size=12,
)
ORDERLY = st.builds(
    lambda first, second, rest, report: [
        *(STARTED, *first, answered(0), *second, answered(1), ENDED),
        *(*rest, chunk(frames.ARTIFACT, b""), report),
    ],
    st.lists(st.one_of(OUTPUT, REPLY, st.just(point(a=1))), max_size=4),
    st.lists(st.one_of(OUTPUT, REPLY, st.just(point(a=1))), max_size=4),
    st.lists(ARTIFACT, max_size=3),
    payloads(frames.REPORT, REPORT),
)
TALKS = damaged(st.one_of(TALK.map(lambda pieces: [STARTED, *pieces]), TALK, ORDERLY).map(joined))


def assert_within_caps(conversation: Conversation) -> None:
    """What a conversation keeps of the frames that it took, and of the one to come."""
    assert sum(map(len, conversation._output.values())) <= JOB.limits.output_bytes
    assert len(conversation._partial) <= (5 if conversation.ended_at else 4)
    assert all(len(reply.content) <= 4 for reply in conversation._replies)
    assert all(len(content) <= 5 for content in conversation._artifacts)
    assert len(conversation._reader._buffer) < frames.HEAD.size + frames.CHUNK


def talked(pieces: list[bytes]) -> tuple[object, ...]:
    """All that a conversation made of the pieces, but its clocks."""
    conversation, events = begun()
    refused = False
    try:
        for piece in pieces:
            conversation.feed(piece)
            assert_within_caps(conversation)
    except FrameError:
        refused = True
    report = repr(conversation.report)
    if not conversation.done:
        conversation.cut_short(Outcome.CANCELLED)
    result = conversation.result(0.0, "")
    replies = [(reply.name, reply.content) for reply in result.replies]
    told = [(event.name, event.detail, event.point) for event in events]
    kept = (replies, result.artifacts, result.stdout, result.stderr, result.points)
    return refused, joined([bytes(view) for view in conversation.outgoing]), report, kept, told


@unhurried
@given(cut(TALKS))
def test_talk_is_taken_within_its_caps_and_alike_however_it_is_cut(pieces: list[bytes]) -> None:
    assert talked(pieces) == talked([joined(pieces)])


class Ear:
    """A talk that never ends and keeps nothing."""

    def __init__(self) -> None:
        self.outgoing: deque[memoryview] = deque()

    done = False

    def feed(self, data: bytes) -> None:
        assert data


@unhurried
@given(cut(damaged(STREAMS)))
def test_line_ends_when_the_other_end_does(pieces: list[bytes]) -> None:
    ours, theirs = socket.socketpair()
    line = Line(ours)
    try:
        for piece in pieces:
            theirs.sendall(piece)
        theirs.close()
        assert line.drive(Ear(), 5.0, lambda: False) is Stop.CLOSED
    except LineError:
        assert heard(pieces)[1]
    finally:
        line.close()
    assert len(line.complaint) <= limits.SUPERVISOR_STDERR_BYTES
