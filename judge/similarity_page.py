"""Two programs beside each other with what they have in common marked. Reads no database."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from judge.similarity.lexemes import plain_lines
from judge.similarity.matching import Region, Span
from judge.similarity_models import SimilarityFinding
from questions.render import render_lines

COLOURS = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """A region on the page: its number from 1, its colour, its lines on both sides, and its tokens."""

    number: int
    region: Region

    @property
    def colour(self) -> int:
        """From 1 to ``COLOURS``; the number tells regions of one colour apart."""
        return (self.number - 1) % COLOURS + 1


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a program: its number, safe HTML, and the region it is in. ``first`` where that begins."""

    number: int
    html: SafeString
    mark: Mark | None
    first: bool


@dataclass(frozen=True, slots=True)
class Sides:
    """Both programs, and the regions in the order of the later one."""

    later: list[Line]
    earlier: list[Line]
    marks: list[Mark]


def sides_of(finding: SimilarityFinding) -> Sides:
    """What the page of a finding shows."""
    marks = [
        Mark(number, Region(Span(*one[:2]), Span(*one[2:4]), one[4]))
        for number, one in enumerate(finding.regions, 1)
    ]
    later = _lines(finding.later.source, [(mark.region.one, mark) for mark in marks])
    earlier = _lines(finding.earlier.source, [(mark.region.other, mark) for mark in marks])
    return Sides(later, earlier, marks)


def _lines(source: str, spans: list[tuple[Span, Mark]]) -> list[Line]:
    """A line that two regions share belongs to the longer one. Each region begins at its first line that is
    its own."""
    owner: dict[int, Mark] = {}
    for span, longer in sorted(spans, key=lambda pair: pair[1].region.tokens):
        owner |= dict.fromkeys(range(span.first, span.last + 1), longer)
    begun: set[int] = set()
    lines = []
    for number, html in enumerate(render_lines(plain_lines(source).removesuffix("\n"), "python"), 1):
        mark = owner.get(number)
        first = mark is not None and mark.number not in begun
        if mark is not None:
            begun.add(mark.number)
        lines.append(Line(number, html, mark, first))
    return lines
