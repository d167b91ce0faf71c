"""The difference of two sources, line by line: what a page needs to show them beside each other.

Pure but for the colours, which are ``questions.render``'s. It aligns lines, not words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Final

from django.utils.safestring import SafeString

from questions.render import render_lines

Opcode = tuple[str, int, int, int, int]

MOST_LINES: Final = 2_000
"""Lines between the first and the last difference of two sources, above which they are not aligned: the time
that takes grows with their square."""

CONTEXT: Final = 3
"""Unchanged lines beside a change that stay in sight."""

FOLDED_FROM: Final = 4
"""A stretch of fewer unchanged lines is not folded away."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a source: its number, from 1, and safe HTML."""

    number: int
    html: SafeString


@dataclass(frozen=True, slots=True)
class Row:
    """What stands side by side; a side is None where the other has a line more."""

    old: Line | None
    new: Line | None


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows that are all the same or all changed. What is ``folded`` is closed until the reader opens it."""

    changed: bool
    rows: list[Row]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Diff:
    """Two whole sources as chunks. ``aligned`` is false where so much differs that the lines between the
    first and the last difference are shown as replaced."""

    chunks: list[Chunk]
    added: int
    removed: int
    aligned: bool

    @property
    def equal(self) -> bool:
        """Whether the two sources have the same lines."""
        return not self.added and not self.removed


def diff_sources(old: str, new: str, language: str = "python") -> Diff:
    """Compare two sources, whoever wrote them; ``language`` says how their lines are coloured."""
    sides = [source.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n") for source in (old, new)]
    olds, news = (side.split("\n") if side else [] for side in sides)
    coloured = [
        [Line(number, html) for number, html in enumerate(render_lines(side, language), 1)] if side else []
        for side in sides
    ]
    aligned, steps = _opcodes(olds, news)
    chunks: list[Chunk] = []
    removed = added = 0
    for index, (step, i1, i2, j1, j2) in enumerate(steps):
        rows = [Row(*pair) for pair in zip_longest(coloured[0][i1:i2], coloured[1][j1:j2])]
        if step == "equal":
            chunks += _fold(rows, first=index == 0, last=index == len(steps) - 1)
        else:
            chunks.append(Chunk(True, rows))
            removed, added = removed + i2 - i1, added + j2 - j1
    return Diff(chunks, added, removed, aligned)


def _opcodes(old: list[str], new: list[str]) -> tuple[bool, list[Opcode]]:
    """Difflib's steps from ``old`` to ``new``. Equal ends are cut off first: only what is between them counts
    towards the limit above which nothing is aligned, and is compared."""
    head = _equal_length(old, new)
    tail = _equal_length(reversed(old[head:]), reversed(new[head:]))
    olds, news = old[head : len(old) - tail], new[head : len(new) - tail]
    aligned = max(len(olds), len(news)) <= MOST_LINES
    found: Iterable[Opcode] = [("replace", 0, len(olds), 0, len(news))]
    if aligned:
        found = SequenceMatcher(None, olds, news).get_opcodes()
    moved = [(step, i1 + head, i2 + head, j1 + head, j2 + head) for step, i1, i2, j1, j2 in found]
    ends = ("equal", 0, head, 0, head), ("equal", len(old) - tail, len(old), len(new) - tail, len(new))
    return aligned, [step for step in (ends[0], *moved, ends[1]) if step[1] < step[2] or step[3] < step[4]]


def _equal_length(old: Iterable[str], new: Iterable[str]) -> int:
    """How many lines are the same from the start on."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _fold(rows: list[Row], *, first: bool, last: bool) -> Iterator[Chunk]:
    """Close the middle of a long unchanged stretch; what is next to a change stays in sight."""
    start = 0 if first else CONTEXT
    end = len(rows) if last else len(rows) - CONTEXT
    if end - start < FOLDED_FROM:
        start = end = len(rows)
    for part, folded in ((rows[:start], False), (rows[start:end], True), (rows[end:], False)):
        if part:
            yield Chunk(False, part, folded)
