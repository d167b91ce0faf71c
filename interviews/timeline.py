"""How an answer came to be, as marks on a line: when it grew, shrank, and what was pasted. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from interviews import limits

WIDTH = 600
HEIGHT = 60


@dataclass(frozen=True, slots=True)
class Moment:
    """A snapshot without its text: when, how many characters it has, how many were pasted since the last."""

    number: int
    at: datetime
    length: int
    pasted: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment in the picture: its place in units of the picture, and seconds since the sitting began."""

    moment: Moment
    seconds: float
    x: float
    y: float
    height: float

    @property
    def is_paste(self) -> bool:
        """Whether anything was pasted."""
        return self.moment.pasted > 0


@dataclass(frozen=True, slots=True)
class Timeline:
    """All marks; ``pasted`` and ``longest`` in characters."""

    marks: list[Mark]
    pasted: int
    longest: int

    @property
    def pastes(self) -> list[Mark]:
        """The moments at which something was pasted."""
        return [mark for mark in self.marks if mark.is_paste]

    @property
    def is_full(self) -> bool:
        """Whether there are as many moments as are kept of an answer."""
        return len(self.marks) >= limits.SNAPSHOTS

    @property
    def last(self) -> Mark | None:
        """The newest moment."""
        return self.marks[-1] if self.marks else None


def timeline(moments: Sequence[Moment], begun: datetime, ended: datetime) -> Timeline:
    """Draw moments between the two times; the height is the length of the text."""
    span = max((ended - begun).total_seconds(), 1.0)
    longest = max((moment.length for moment in moments), default=0)
    marks = [_mark(moment, begun, span, max(longest, 1)) for moment in moments]
    return Timeline(marks, sum(moment.pasted for moment in moments), longest)


def _mark(moment: Moment, begun: datetime, span: float, longest: int) -> Mark:
    seconds = (moment.at - begun).total_seconds()
    height = round(moment.length / longest * HEIGHT, 2)
    x = round(min(max(seconds / span, 0.0), 1.0) * WIDTH, 2)
    return Mark(moment, seconds, x, HEIGHT - height, height)
