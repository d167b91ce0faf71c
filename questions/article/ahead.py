"""What can be known of an article's lines before they are read in order: fences, what headings lead to."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from questions.article.items import Part
from questions.article.marks import RULE, STATEMENT, Heading, fence_after, heading_of
from questions.article.signs import Sign, sign_of


@dataclass(slots=True)
class Sight:
    """One line: what it can be by itself (nothing of a fence can), the sign that it ``leads`` to as a heading
    right above it, or above such a heading, and whether it is an entry of a list (a plain line next to
    another of the same sort), a rule, or a statement of a program. ``below`` is the next line that says
    anything and is no heading with ``#``."""

    text: str
    sign: Sign | None = None
    heading: Heading | None = None
    fenced: bool = False
    leads: Sign | None = None
    listed: bool = False
    rule: bool = False
    statement: bool = False
    below: Sight | None = None

    @property
    def plain(self) -> int:
        """The level of a heading without a sign of its own; 0 for all else."""
        return self.heading.level if self.heading and not self.heading.sure else 0


def look(texts: list[str]) -> tuple[list[Sight], bool]:
    """All lines, and whether a fence stays open at the end."""
    sights, fence = [], ""
    for text in texts:
        sign = None if fence else sign_of(text)
        before, fence = fence, fence_after(sign.rest if sign else text, fence)
        fenced = bool(before or (fence and not sign))
        rule, statement = RULE.match(text) is not None, STATEMENT.match(text) is not None
        heading = None if fenced or sign or rule else heading_of(text)
        sights.append(Sight(text, sign, heading, fenced, rule=rule, statement=statement))
    said = [sight for sight in sights if sight.text.strip()]
    for above, below in pairwise(said):
        if above.plain and above.plain == below.plain:
            above.listed = below.listed = True
    _lead(said)
    return sights, bool(fence)


def _lead(said: list[Sight]) -> None:
    """From the end: ``below`` is the part, or the heading that leads to one, that comes next."""
    after: Sight | None = None
    below: Sight | None = None
    for sight in reversed(said):
        if sight.sign is not None and _is_title(sight.sign, after):
            sight.sign, sight.heading = None, heading_of(sight.text)
        if sight.heading is None:
            below = sight if sight.sign and sight.sign.part is not Part.EXPLANATION else None
        else:
            if below is not None and _stands_above(sight.heading, below.heading):
                sight.leads = below.sign or below.leads
            below = sight if sight.leads and not sight.listed else None
        sight.below = after.below if after and after.heading and after.heading.sure else after
        after = sight


def _is_title(sign: Sign, after: Sight | None) -> bool:
    """Whether a heading like ``# 面试题`` names what is below: it is right above a heading or question."""
    alone = sign.part is Part.QUESTION and sign.level > 0 and not sign.rest
    if after is None or not alone:
        return False
    asked = after.sign or after.leads
    return (asked is not None and asked.part is Part.QUESTION) or bool(after.heading and after.heading.sure)


def _stands_above(heading: Heading, below: Heading | None) -> bool:
    """Whether the heading belongs to what is below: a part (None), or a lower heading that leads to one.
    Below a heading with a sign of its own, a plain line ends what went before."""
    return below is None or ((heading.sure or not below.sure) and _lower(heading, below))


def _lower(heading: Heading, below: Heading) -> bool:
    """Levels of plain lines and of signs do not compare."""
    return heading.sure is not below.sure or heading.level < below.level
