"""Takes the candidate's progress points off a pipe: one line of JSON each, whatever the bytes are.

What does not fit is dropped without a word: a point is for looking at, never a reason to fail. The
pipe is always emptied, so reporting never makes the candidate wait for the host.
"""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Callable, Iterator
from typing import Any

from .frames import POINT_NAME, POINT_STEP, POINT_VALUES

LINE_BYTES = 4096
POINTS_PER_SECOND = 20.0
BURST = 100.0
READ_BYTES = 16 * 1024  # a piece's lines as objects must stay small beside the supervisor's memory
DRAIN_READS = 64  # 1 MiB: more than that no unprivileged process makes a pipe hold


class Lines:
    """Cuts bytes into lines. Of a line over ``LINE_BYTES`` nothing is kept, up to its end."""

    def __init__(self) -> None:
        self._begun = b""
        self._skipping = False

    def feed(self, data: bytes) -> list[bytes]:
        """Return the lines that are complete now, without their newlines."""
        *ended, rest = (self._begun + data).split(b"\n")
        if self._skipping and ended:
            del ended[0]
            self._skipping = False
        self._skipping = self._skipping or len(rest) > LINE_BYTES
        self._begun = b"" if self._skipping else rest
        return [line for line in ended if len(line) <= LINE_BYTES]


class Bucket:
    """Says how often something may happen: ``rate`` times a second, ``burst`` times at once."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._held, self._at = burst, clock()

    def take(self) -> bool:
        """Whether it may happen once more now."""
        now = self._clock()
        self._held = min(self._burst, self._held + (now - self._at) * self._rate)
        self._at = now
        if self._held < 1.0:
            return False
        self._held -= 1.0
        return True


class Points:
    """The supervisor's end of the pipe, and how many points may still come. Without a pipe, none."""

    def __init__(self, descriptor: int | None, most: int) -> None:
        self.descriptor = descriptor
        self._left = most
        self._lines = Lines()
        self._bucket = Bucket(POINTS_PER_SECOND, BURST)

    def stop(self) -> None:
        """Drop all that comes from now on. The pipe must still be emptied."""
        self._left = 0

    def take(self, reads: int = 1) -> Iterator[dict[str, Any]]:
        """Read at most ``reads`` times, without blocking; yield each point that fits."""
        for _ in range(reads):
            data = self._read()
            if not data:
                return
            yield from self._fitting(data)

    def _read(self) -> bytes:
        if self.descriptor is None:
            return b""
        try:
            data = os.read(self.descriptor, READ_BYTES)
        except BlockingIOError:
            return b""
        if not data:
            os.close(self.descriptor)
            self.descriptor = None
        return data

    def _fitting(self, data: bytes) -> Iterator[dict[str, Any]]:
        """A line costs its share of the rate whether or not it is a point: reading it is the work."""
        for line in self._lines.feed(data):
            point = parse(line) if self._left and self._bucket.take() else None
            if point is not None:
                self._left -= 1
                yield point


def parse(line: bytes) -> dict[str, Any] | None:
    """Return the point that the line is, its values as floats; None if it is none."""
    try:
        fields = json.loads(line.decode(), parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    if not isinstance(fields, dict) or fields.keys() != {"step", "values"}:
        return None
    step, values = fields["step"], fields["values"]
    if not _is_whole(step) or not isinstance(values, dict) or not 1 <= len(values) <= POINT_VALUES:
        return None
    if not all(_is_name(name) and _is_number(value) for name, value in values.items()):
        return None
    return {"step": step, "values": {name: float(value) for name, value in values.items()}}


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _is_whole(value: object) -> bool:
    return type(value) is int and abs(value) <= POINT_STEP


def _is_number(value: object) -> bool:
    """A whole number beyond ``POINT_STEP`` would change as a float, or not be one."""
    return math.isfinite(value) if isinstance(value, float) else _is_whole(value)


def _is_name(name: str) -> bool:
    """Printable: no control characters, and no half of a surrogate pair, which is no text at all."""
    return 1 <= len(name) <= POINT_NAME and name.isprintable()
