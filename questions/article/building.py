"""Puts the lines of an item's parts together, and sees which kind of item they make."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from questions.article.items import Item, Kind, Part

FENCED = re.compile(
    r"^ {0,3}(`{3,}|~{3,})[^\n`]*\n(?P<code>.*?)^ {0,3}\1[`~]*[ \t]*$", re.DOTALL | re.MULTILINE
)
BLANKS = re.compile(r"\A(?:[ \t]*\n)+")


def build(
    number: str, title: str, chapters: tuple[str, ...], line: int, parts: Mapping[Part, Sequence[str]]
) -> Item:
    """A program in the place of the answer makes it a coding item, and what is said below the program
    explains it. Where an answer is named and empty, a program in the question is the question's."""
    question, answer, explanation = (
        "\n".join(parts.get(part, ())).strip("\n").rstrip()
        for part in (Part.QUESTION, Part.ANSWER, Part.EXPLANATION)
    )
    if Part.ANSWER not in parts and (found := FENCED.search(question + "\n")):
        question, answer = question[: found.start()].rstrip(), question[found.start() :]
    code, below = _parted(answer)
    if code:
        answer, explanation = "", "\n\n".join(filter(None, (below, explanation)))
    kind = Kind.CODING if code else Kind.QA if answer else Kind.EXTENSION
    return Item(kind, number, title, chapters, question, answer, explanation, code, line)


def _parted(answer: str) -> tuple[str, str]:
    """The programs that an answer begins with, as one, and what is said below them; empty ones are none."""
    programs, below = [], answer
    while found := FENCED.match(below + "\n"):
        programs.append(found["code"].rstrip("\n"))
        below = BLANKS.sub("", below[found.end() :])
    code = "\n\n".join(filter(str.strip, programs))
    return (f"{code}\n", below) if code else ("", answer)
