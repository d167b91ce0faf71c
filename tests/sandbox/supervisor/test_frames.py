"""Frames: whole however they are cut, refused at their head, never more than one in memory."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.supervisor.frames import HEAD, READY, STDOUT, TO_HOST, FrameError, FrameReader, frame, head

FRAMES = st.lists(st.tuples(st.sampled_from([STDOUT, READY]), st.binary(max_size=300)), max_size=8)


@given(FRAMES, st.lists(st.integers(1, 50), min_size=1))
def test_reader_gives_the_same_frames_however_the_bytes_are_cut(
    sent: list[tuple[int, bytes]], cuts: list[int]
) -> None:
    stream = b"".join(head(kind, len(payload)) + payload for kind, payload in sent)
    reader, received, position, turn = FrameReader(TO_HOST), [], 0, 0
    while position < len(stream):
        step = cuts[turn % len(cuts)]
        received += reader.feed(stream[position : position + step])
        position, turn = position + step, turn + 1
    assert received == sent


@given(st.lists(st.binary(max_size=100)))
def test_reader_of_any_bytes_gives_known_frames_or_refuses(pieces: list[bytes]) -> None:
    reader = FrameReader({STDOUT: 50})
    try:
        received = [one for piece in pieces for one in reader.feed(piece)]
    except FrameError:
        return
    assert [(kind, len(payload) <= 50) for kind, payload in received] == [(STDOUT, True)] * len(received)


@pytest.mark.parametrize("bad", [(99, 0), (STDOUT, 51), (STDOUT, 2**32 - 1), (0, 1)])
def test_reader_refuses_at_the_head(bad: tuple[int, int]) -> None:
    reader = FrameReader({STDOUT: 50})
    with pytest.raises(FrameError):
        list(reader.feed(HEAD.pack(*bad)))


def test_reader_gives_what_came_before_the_bad_frame() -> None:
    stream = FrameReader(TO_HOST).feed(head(STDOUT, 2) + b"ok" + b"\xff" * 5)
    assert next(stream) == (STDOUT, b"ok")
    with pytest.raises(FrameError):
        next(stream)


def test_frame_carries_json() -> None:
    [(kind, payload)] = FrameReader(TO_HOST).feed(frame(READY, {"protocol": 1}))
    assert (kind, json.loads(payload)) == (READY, {"protocol": 1})
