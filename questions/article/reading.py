"""Reads an article: items, and what every line of it was understood as. Nothing is thrown away unseen.

An item begins at the name of its question, or at a heading right above that. A heading ends it when it leads
to another item or stands as high as the item's own; any other heading is part of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from questions.article.items import Article, Fault, Item, Kind, Line, Part, Role
from questions.article.marks import Heading, fence_after, heading_of, marker_of

MOST_CHARACTERS = 1_000_000
FENCED = re.compile(
    r"^ {0,3}(`{3,}|~{3,})[^\n`]*\n(?P<code>.*?)^ {0,3}\1[`~]*[ \t]*$", re.DOTALL | re.MULTILINE
)
BLANKS = re.compile(r"\A(?:[ \t]*\n)+")
LOWEST = 7


@dataclass(slots=True)
class _Open:
    """An item that is being read."""

    number: str
    title: str
    chapters: tuple[str, ...]
    line: int
    level: int
    parts: dict[Part, list[str]] = field(default_factory=dict)
    at: Part | None = None


@dataclass(slots=True)
class _Reader:
    """What is known so far."""

    texts: list[str]
    leads: list[bool]
    items: list[_Open] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    path: list[tuple[Heading, int]] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    waiting: tuple[Heading, int] | None = None
    current: _Open | None = None
    fence: str = ""

    def read(self, number: int) -> None:
        """Take the next line."""
        text = self.texts[number - 1]
        before, self.fence = self.fence, fence_after(text, self.fence)
        if before or self.fence:
            self._content(number, text)
        elif (marked := marker_of(text)) is not None:
            self._marker(number, text, *marked)
        elif (heading := heading_of(text)) is not None and self._ends(heading, number):
            self._heading(number, text, heading)
        else:
            self._content(number, text)

    def _ends(self, heading: Heading, number: int) -> bool:
        """Whether the heading is one of the article's, not of an answer's text."""
        if self.leads[number - 1]:
            return True
        return heading.sure and (self.current is None or heading.level <= self.current.level)

    def _heading(self, number: int, text: str, heading: Heading) -> None:
        self.current = None
        while self.path and self.path[-1][0].level >= heading.level:
            self.path.pop()
        self.path.append((heading, number))
        self.waiting = (heading, number)
        self.lines.append(Line(number, text, Role.HEADING))

    def _marker(self, number: int, text: str, part: Part, rest: str) -> None:
        if part is Part.QUESTION or self.current is None:
            self._begin(number, part)
        item = self.current
        assert item is not None, "it was begun"
        if part in item.parts:
            self.faults.append(Fault(number, f"second_{part}"))
        item.parts.setdefault(part, []).append(rest)
        item.at = part
        self.lines.append(Line(number, text, Role.MARKER, len(self.items) - 1, part))

    def _begin(self, number: int, part: Part) -> None:
        """A new item, under the heading that waits for one."""
        heading, line = self.waiting or (None, number)
        above = self.path[:-1] if heading else self.path
        self.used |= {line for _, line in self.path}
        self.current = _Open(
            heading.number if heading else "",
            heading.text if heading else "",
            tuple(one.whole for one, _ in above),
            line,
            heading.level if heading else (self.path[-1][0].level + 1 if self.path else LOWEST),
        )
        self.items.append(self.current)
        self.waiting = None
        if part is not Part.QUESTION:
            self.faults.append(Fault(number, f"{part}_without_question"))

    def _content(self, number: int, text: str) -> None:
        item = self.current
        if item is None or item.at is None:
            role = Role.UNREAD if text.strip() else Role.BLANK
            self.lines.append(Line(number, text, role))
            return
        item.parts[item.at].append(text)
        role = Role.TEXT if text.strip() else Role.BLANK
        self.lines.append(Line(number, text, role, len(self.items) - 1, item.at))

    def told(self) -> tuple[Line, ...]:
        """All lines. A heading that stands above no item was not understood."""
        return tuple(
            Line(line.number, line.text, Role.UNREAD)
            if line.role is Role.HEADING and line.number not in self.used
            else line
            for line in self.lines
        )


def read_article(text: str) -> Article:
    """Read an article in Markdown or as pasted text.

    Raises:
        ValueError: it has more than ``MOST_CHARACTERS``.
    """
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"an article of {len(text)} characters; {MOST_CHARACTERS} are read at most")
    texts = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    reader = _Reader(texts, _leads(texts))
    for number in range(1, len(texts) + 1):
        reader.read(number)
    if reader.fence:
        reader.faults.append(Fault(len(texts), "fence_not_closed"))
    items = tuple(_item(one) for one in reader.items)
    return Article(items, reader.told(), tuple(reader.faults + _empty(items)))


def _leads(texts: list[str]) -> list[bool]:
    """For each line whether it is a heading right above a question, or above such a heading."""
    leads, below = [False] * len(texts), -1
    outside = _outside_fences(texts)
    for at in range(len(texts) - 1, -1, -1):
        if not texts[at].strip():
            continue
        marked = marker_of(texts[at]) if outside[at] else None
        heading = heading_of(texts[at]) if outside[at] and marked is None else None
        if marked is not None:
            below = at if marked[0] is Part.QUESTION else -1
        elif heading is None or below < 0:
            below = -1
        else:
            leads[at] = _stands_above(heading, None if marker_of(texts[below]) else heading_of(texts[below]))
            if _in_one_list(heading, texts[below]):
                leads[below] = False
            below = at if leads[at] else -1
    return leads


def _stands_above(heading: Heading, below: Heading | None) -> bool:
    """Whether the heading belongs to what is below: a question (None), or a heading that leads to one. Plain
    lines do so only above another plain line of a lower level: else they end what went before."""
    return below is None or heading.sure or (not below.sure and heading.level < below.level)


def _in_one_list(heading: Heading, below: str) -> bool:
    """Two plain lines of one kind on end are a list: the lower one only looked like a heading."""
    other = None if marker_of(below) else heading_of(below)
    return other is not None and not other.sure and not heading.sure and other.level == heading.level


def _outside_fences(texts: list[str]) -> list[bool]:
    outside, fence = [], ""
    for text in texts:
        before, fence = fence, fence_after(text, fence)
        outside.append(not before and not fence)
    return outside


def _item(one: _Open) -> Item:
    """Put the parts together; a program in the place of the answer makes it a coding item, and what is said
    below the program explains it."""
    texts = {part: "\n".join(one.parts.get(part, ())).strip("\n").rstrip() for part in Part}
    question, answer, code = texts[Part.QUESTION], texts[Part.ANSWER], ""
    explanation = texts[Part.EXPLANATION]
    if not answer and (found := FENCED.search(question + "\n")):
        question, answer = question[: found.start()].rstrip(), question[found.start() :]
    code, below = _parted(answer)
    if code:
        answer, explanation = "", "\n\n".join(filter(None, (below, explanation)))
    kind = Kind.CODING if code else Kind.QA if answer else Kind.EXTENSION
    return Item(
        kind, one.number, one.title, one.chapters, question.strip("\n"), answer, explanation, code, one.line
    )


def _parted(answer: str) -> tuple[str, str]:
    """The programs that an answer begins with, as one, and what is said below them."""
    programs = []
    while found := FENCED.match(answer + "\n"):
        programs.append(found["code"].rstrip("\n"))
        answer = BLANKS.sub("", answer[found.end() :])
    return "\n\n".join(programs) + "\n" if programs else "", answer


def _empty(items: tuple[Item, ...]) -> list[Fault]:
    return [Fault(item.line, "question_empty") for item in items if not item.question and not item.title]
