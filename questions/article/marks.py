"""The marks of Markdown and of pasted text: headings and their numbers, fences, rules, and the escape."""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import numeric

NUMERALS = "〇零一二三四五六七八九十百"
LONGEST_NUMBER = 100
"""Characters of a heading's number that is compared with others."""

_ANY = rf"[{NUMERALS}\d]+"
# The sorts of numbers, each with its level as a plain line, the number, and what parts it from the text. 1.5B
# and 3.5% are no numbers of headings.
SORTS = tuple(
    (level, re.compile(rf"^(?P<number>{number}){apart}(?P<text>.*)$"))
    for level, number, apart in (
        (1, rf"第{_ANY}(?:章|篇|部分?)", r"[\s：:、.]*"),
        (2, rf"第{_ANY}节", r"[\s：:、.]*"),
        (2, rf"[{NUMERALS}]+", r"、\s*"),
        (3, rf"[（(]{_ANY}[）)]", r"\s*"),
        (3, r"\d+(?:\.\d+)+(?!\.?\d|%|[A-Za-z](?![A-Za-z]))", r"[.．、]?\s*"),
        (4, rf"第{_ANY}题", r"[\s：:、.]*"),
        (4, r"\d+", r"[.．、)）](?!\d)\s*"),
    )
)
ATX = re.compile(r"^ {0,3}(?P<signs>#{1,6})(?:[ \t]+|(?=[^\s#]))(?P<text>.*)$")
FENCE = re.compile(r"^(?P<indent> {0,3})(?P<fence>`{3,}|~{3,})\s*(?P<language>[^\s`]*)[^`]*$")
ENTRY = re.compile(r"^\s*(?:[-*+]|\d+[.．、)）])(?:\s|(?<=[．、）]))")
RULE = re.compile(r"^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
# A line at the left edge of a program, where its comments look like headings; words hardly begin so.
STATEMENT = re.compile(
    r"^ {0,3}(?:@\w|import \w|from [\w.]+ import\b|def \w|class \w+[:(]|(?:for|if|try|while|with)\b.*:$"
    r"|[\w.\[\], ]+[-+*/]?=(?!=)|[a-z_][\w.]*\((?:.*[()\[\]{},])?$)",
    re.ASCII,
)
# Before a line, or before a heading's text: what follows is text, whatever it looks like.
ESCAPE = "\\ "


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level from 1, its number ("" without), the rest, and the ``whole`` of it. ``sure``: by
    its own sign; a plain line is one only where it leads to an item or goes on with the numbering."""

    level: int
    number: str
    text: str
    whole: str
    sure: bool


def heading_of(line: str) -> Heading | None:
    """The line as a heading, if it can be one."""
    if (found := ATX.match(line)) is not None:
        text = _unbold(_unclosed(found["text"].strip()))
        _, number, rest = numbered(text)
        whole = text.removeprefix(ESCAPE)
        return Heading(len(found["signs"]), number, rest.removeprefix(ESCAPE), whole, True) if text else None
    plain = _unbold(line)
    level, number, text = numbered(plain)
    return Heading(level, number, text, plain, sure=False) if number else None


def titled(number: str, text: str) -> str:
    """The number and the text as a heading that is parted into the same again."""
    if number.isdecimal():
        return f"{number}. {text}".strip()
    return f"{number}、{text}" if number and set(number) <= set(NUMERALS) else f"{number} {text}".strip()


def numbered(text: str) -> tuple[int, str, str]:
    """Part the number that the text begins with: its level, itself, the rest; 0 and "" without one."""
    for level, pattern in SORTS:
        if (found := pattern.match(text)) is not None:
            return level, found["number"], found["text"].strip()
    return 0, "", text


def follows(before: str, number: str) -> bool:
    """Whether the number comes next: after 一 二, after 1.2 1.3 or 2.1. One that nobody would count by is
    after none: a number of a million digits takes minutes to be read."""
    if len(before) > LONGEST_NUMBER or len(number) > LONGEST_NUMBER:
        return False
    old, new = _ordinals(before), _ordinals(number)
    return any(new == (*old[:at], old[at] + 1, *(1 for _ in old[at + 1 :])) for at in range(len(old)))


def _ordinals(number: str) -> tuple[int, ...]:
    return tuple(_value(one) for one in re.findall(rf"\d+|[{NUMERALS}]+", number))


def _value(numeral: str) -> int:
    """12 of 12, 十二 and 一二."""
    total = digits = 0
    for sign in numeral:
        value = int(numeric(sign))
        if value < 10:
            digits = digits * 10 + value
        else:
            total, digits = total + (digits or 1) * value, 0
    return total + digits


def _unclosed(text: str) -> str:
    """The text without the signs that may close a heading. A pattern would go over its spaces for ever."""
    bare = text.rstrip("#")
    return text if bare and not bare[-1].isspace() else bare.rstrip()


def _unbold(text: str) -> str:
    return re.sub(r"^(\*\*|__)(.+)\1$", r"\2", text.strip()).strip()


def fence_after(line: str, fence: str) -> str:
    """The fence that is open after the line, when ``fence`` ("" for none) was before."""
    found = FENCE.match(line)
    if not fence:
        return found["fence"] if found else ""
    bare = line.strip()
    closes = len(bare) >= len(fence) and set(bare) == {fence[0]}
    return "" if closes else fence
