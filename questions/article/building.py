"""Puts the lines of an item's parts together, and sees which kind of item they make."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from questions.article.items import Item, Kind, Part

OPENS = re.compile(r"^ {0,3}(?P<fence>`{3,}|~{3,})[^`]*$")
CLOSES = re.compile(r"^ {0,3}(?P<fence>`{3,}|~{3,})[`~]*[ \t]*$")


def build(
    number: str, title: str, chapters: tuple[str, ...], line: int, parts: Mapping[Part, Sequence[str]]
) -> Item:
    """A program in the place of the answer makes it a coding item, and what is said below the program
    explains it. Where an answer is named and empty, a program in the question is the question's."""
    question, answer, explanation = (
        "\n".join(parts.get(part, ())).strip("\n").rstrip()
        for part in (Part.QUESTION, Part.ANSWER, Part.EXPLANATION)
    )
    if Part.ANSWER not in parts:
        lines = question.split("\n")
        if (at := first_fence(lines)) is not None:
            question, answer = "\n".join(lines[:at]).rstrip(), "\n".join(lines[at:])
    code, below = _parted(answer)
    if code:
        answer, explanation = "", "\n\n".join(filter(None, (below, explanation)))
    kind = Kind.CODING if code else Kind.QA if answer else Kind.EXTENSION
    return Item(kind, number, title, chapters, question, answer, explanation, code, line)


def first_fence(lines: Sequence[str]) -> int | None:
    """The line, from 0, that opens the first fence that is closed, too; None without one. Read from the end,
    where it is known what may close: looking for the end of each would take hours where nothing closes."""
    first, longest = None, {"`": 0, "~": 0}
    for at in range(len(lines) - 1, -1, -1):
        if (opens := OPENS.match(lines[at])) and len(opens["fence"]) <= longest[opens["fence"][0]]:
            first = at
        if closes := CLOSES.match(lines[at]):
            fence = closes["fence"]
            longest[fence[0]] = max(longest[fence[0]], len(fence))
    return first


def _parted(answer: str) -> tuple[str, str]:
    """The programs that an answer begins with, as one, and what is said below them; empty ones are none."""
    lines, programs, at = answer.split("\n"), [], 0
    while (end := _closed_at(lines, at)) is not None:
        programs.append("\n".join(lines[at + 1 : end]).rstrip("\n"))
        at = end + 1
        while at < len(lines) and not lines[at].strip(" \t"):
            at += 1
    code = "\n\n".join(filter(str.strip, programs))
    return (f"{code}\n", "\n".join(lines[at:])) if code else ("", answer)


def _closed_at(lines: Sequence[str], at: int) -> int | None:
    """The line that closes the fence that line ``at`` opens; None where it opens none, or nothing closes."""
    opens = OPENS.match(lines[at]) if at < len(lines) else None
    if opens is None:
        return None
    ends = ((below, CLOSES.match(lines[below])) for below in range(at + 1, len(lines)))
    return next((below for below, end in ends if end and end["fence"].startswith(opens["fence"])), None)
