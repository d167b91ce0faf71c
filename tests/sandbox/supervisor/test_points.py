"""Points are taken off any bytes: what fits comes through whole, the rest is dropped."""

from __future__ import annotations

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.conformance.points import MALFORMED
from sandbox.supervisor.frames import POINT, POINT_BYTES, POINT_NAME, POINT_STEP, POINT_VALUES, frame
from sandbox.supervisor.points import (
    BURST,
    DRAIN_READS,
    LINE_BYTES,
    POINTS_PER_SECOND,
    READ_BYTES,
    Bucket,
    Lines,
    Points,
    parse,
)

ODD = st.sampled_from([b"\n", b"{", b'{"step": 1, "values": {"a": 1}}\n', b"x" * LINE_BYTES, b"\xff"])
PIECES = st.lists(st.one_of(ODD, st.binary(max_size=300)), max_size=30)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def pipe() -> tuple[int, int]:
    ours, theirs = os.pipe()
    os.set_blocking(ours, False)
    return ours, theirs


def line(step: int) -> bytes:
    return json.dumps({"step": step, "values": {"a": step}}).encode() + b"\n"


@given(
    st.lists(st.binary(max_size=50).map(lambda data: data.replace(b"\n", b"")), max_size=9),
    st.integers(1, 20),
)
def test_lines_are_the_same_however_the_bytes_are_cut(sent: list[bytes], step: int) -> None:
    stream, lines = b"".join(one + b"\n" for one in sent), Lines()
    pieces = [stream[start : start + step] for start in range(0, len(stream), step)]
    assert [one for piece in pieces for one in lines.feed(piece)] == sent


@given(PIECES)
def test_lines_of_any_bytes_are_bounded_and_so_is_what_is_kept(pieces: list[bytes]) -> None:
    lines, stream = Lines(), b"".join(pieces)
    received = []
    for piece in pieces:
        received += lines.feed(piece)
        assert len(lines._begun) <= LINE_BYTES
    assert received == [one for one in stream.split(b"\n")[:-1] if len(one) <= LINE_BYTES]


def test_line_of_the_largest_size_is_kept_and_one_more_byte_is_not() -> None:
    lines = Lines()
    assert lines.feed(b"a" * LINE_BYTES + b"\n" + b"b" * (LINE_BYTES + 1) + b"\nc\n") == [
        b"a" * LINE_BYTES,
        b"c",
    ]
    assert lines.feed(b"d" * (LINE_BYTES + 1)) == []
    assert lines.feed(b"d" * LINE_BYTES + b"\ne\n") == [b"e"]


@given(st.binary(max_size=200))
def test_any_bytes_parse_to_a_point_or_to_nothing(data: bytes) -> None:
    assert parse(data) is None or set(parse(data) or {}) == {"step", "values"}


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=50)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=50), inner, max_size=20)
    ),
)


@given(st.fixed_dictionaries({"step": JSON, "values": st.one_of(JSON, st.dictionaries(st.text(), JSON))}))
def test_what_parses_fits_its_frame(fields: dict[str, object]) -> None:
    point = parse(json.dumps(fields).encode())
    if point is not None:
        assert abs(point["step"]) <= POINT_STEP
        assert [type(value) for value in point["values"].values()] == [float] * len(point["values"])
        assert len(frame(POINT, point)) <= POINT_BYTES


def test_largest_point_fits_its_frame() -> None:
    values = {
        "\U00020000" * (POINT_NAME - 1) + chr(0x20001 + number): -1.7976931348623157e308
        for number in range(16)
    }
    assert len(frame(POINT, {"step": -POINT_STEP, "values": values})) <= POINT_BYTES
    few = dict(list(values.items())[: POINT_VALUES // 2])
    assert parse(json.dumps({"step": -POINT_STEP, "values": few}, ensure_ascii=False).encode()) == {
        "step": -POINT_STEP,
        "values": few,
    }


@pytest.mark.parametrize("bad", MALFORMED)
def test_malformed_line_is_no_point(bad: bytes) -> None:
    assert parse(bad) is None or len(bad) > LINE_BYTES


def test_bucket_holds_a_burst_and_fills_again() -> None:
    clock = Clock()
    bucket = Bucket(POINTS_PER_SECOND, BURST, clock)
    assert sum(bucket.take() for _ in range(1000)) == BURST
    clock.now += 1.0
    assert sum(bucket.take() for _ in range(1000)) == POINTS_PER_SECOND
    clock.now += 3600.0
    assert sum(bucket.take() for _ in range(1000)) == BURST


def test_points_are_read_until_their_number_is_reached() -> None:
    ours, theirs = pipe()
    points = Points(ours, most=2)
    os.write(theirs, line(1) + b"nonsense\n" + line(2) + line(3))
    assert list(points.take()) == [{"step": 1, "values": {"a": 1.0}}, {"step": 2, "values": {"a": 2.0}}]
    os.write(theirs, line(4))
    assert list(points.take()) == []
    os.close(theirs)
    assert (list(points.take()), points.descriptor) == ([], None)


def test_stopped_points_are_emptied_and_dropped() -> None:
    ours, theirs = pipe()
    points = Points(ours, most=9)
    points.stop()
    os.write(theirs, line(1) * 100)
    assert list(points.take(DRAIN_READS)) == []
    with pytest.raises(BlockingIOError):
        os.read(ours, 1)
    os.close(theirs)
    list(points.take())


def test_flood_is_read_a_bounded_piece_at_a_time() -> None:
    ours, theirs = pipe()
    points = Points(ours, most=10**6)
    os.write(theirs, line(1) * (3 * READ_BYTES // len(line(1))))
    assert BURST <= len(list(points.take())) < 2 * BURST
    assert len(list(points.take(DRAIN_READS))) < BURST
    os.close(theirs)
    list(points.take())


def test_job_without_points_has_none() -> None:
    assert list(Points(None, 0).take(DRAIN_READS)) == []
