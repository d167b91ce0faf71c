"""Reads an article: items, and what every line of it was understood as. Nothing is thrown away unseen.

An item begins at the name of its question, or at a heading right above that. A heading ends it when it leads
to another item, stands as high as the item's own, or goes on with the numbering of the plain headings before;
any other heading is part of the text. A heading that is above a second item, too, is a chapter of both. Where
a line can be read in two ways, a fault says which was taken.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from questions.article.ahead import Sight, look
from questions.article.building import build
from questions.article.items import Article, Fault, Item, Kind, Line, Part, Role
from questions.article.marks import ENTRY, RULE, STATEMENT, Heading, follows, numbered
from questions.article.signs import Sign, unescaped

MOST_CHARACTERS = 1_000_000
LOWEST = 7


@dataclass(slots=True)
class _Open:
    """An item that is being read; ``sign`` is the one that it began with, at ``line``, and ``own`` its own
    heading, with that one's line."""

    sign: Sign
    line: int
    level: int
    chapters: tuple[str, ...]
    own: tuple[Heading, int] | None = None
    parts: dict[Part, list[str]] = field(default_factory=dict)
    at: Part = Part.QUESTION
    # By level, the numbers of the lists in its text; whether the part that is read has any entry.
    lists: dict[int, str] = field(default_factory=dict)
    listing: bool = False

    def built(self) -> Item:
        """The item, once all of the article is read."""
        if self.own is None:
            return build(self.sign.number, "", self.chapters, self.line, self.parts)
        heading, line = self.own
        return build(heading.number, heading.text, self.chapters, line, self.parts)


@dataclass(slots=True)
class _Reader:
    """What is known so far. ``plain`` has by level the number of the last heading or question that was
    numbered without a sign."""

    items: list[_Open] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    path: list[tuple[Heading, int]] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    plain: dict[int, str] = field(default_factory=dict)
    waiting: tuple[Heading, int] | None = None
    current: _Open | None = None

    def read(self, number: int, sight: Sight) -> None:
        """Take the next line."""
        if sight.sign is not None and self._begins(number, sight.sign):
            self._part(number, sight.text, sight.sign)
        elif sight.heading is not None and self._ends(number, sight, sight.heading):
            self._heading(number, sight.text, sight.heading)
        elif self.current is None:
            self._outside(number, sight.text)
        else:
            self._content(number, sight, self.current)

    def _begins(self, number: int, sign: Sign) -> bool:
        """Whether the sign begins a part, not an entry or a line of a text that only reads like one."""
        taken = self._taken(sign)
        if not taken:
            self.faults.append(Fault(number, "kept_as_text"))
        elif self.current is not None and sign.depth > self.current.sign.depth:
            self.faults.append(Fault(number, "taken_from_list"))
        return taken

    def _taken(self, sign: Sign) -> bool:
        """A sign that is deeper in a list than the one its item began with, or says less, is doubtful, the
        more among other entries; one doubt is passed over where the item is still without that part."""
        item = self.current
        if item is None:
            return True
        deeper = sign.depth > item.sign.depth
        doubts = deeper + (deeper and item.listing) + max(0, sign.loose - item.sign.loose)
        return doubts == 0 or (doubts == 1 and sign.part not in item.parts)

    def _ends(self, number: int, sight: Sight, heading: Heading) -> bool:
        """Whether the heading is one of the article's, not of an answer's text."""
        item = self.current
        if item is None:
            return not sight.listed
        leads = sight.leads is not None and self._leads_on(sight.leads, heading)
        if not heading.sure:
            return self._outweighs(number, sight, heading, item, leads)
        if leads or heading.level > item.level:
            return leads
        if not self._is_comment(sight, heading, item):
            return True
        self.faults.append(Fault(number, "heading_kept"))
        return False

    def _outweighs(self, number: int, sight: Sight, heading: Heading, item: _Open, leads: bool) -> bool:
        """Whether more speaks for a heading in a plain line than for an entry of the list above it: that it
        stands above an item and touches no entry, and that it goes on with the headings. An item that has the
        same number itself needs none from there."""
        apart = leads and not sight.listed
        goes_on = follows(self.plain.get(heading.level, ""), heading.number)
        in_list = follows(item.lists.get(heading.level, ""), heading.number)
        twice = in_list and sight.leads is not None and sight.leads.number == heading.number
        outweighs = apart + goes_on > in_list + twice
        if leads and in_list and (apart or goes_on):
            self.faults.append(Fault(number, "heading_taken" if outweighs else "heading_or_list"))
        return outweighs

    def _is_comment(self, sight: Sight, heading: Heading, item: _Open) -> bool:
        """Whether a line with ``#`` that leads to no question is of a program that lost its fence: it touches
        a statement, or nothing else above has that sign. It is none above a part that the item has already,
        nor above a rule, where the chapter of items without headings stands."""
        below = sight.below or Sight("")
        sign = sight.leads or below.sign
        if below.rule or (sign is not None and sign.part in item.parts):
            return False
        if below.statement or STATEMENT.match(item.parts[item.at][-1]):
            return True
        return heading.level == 1 and not any(above.sure for above, _ in self.path)

    def _leads_on(self, sign: Sign, heading: Heading) -> bool:
        """Whether an item begins below the heading: with its question, or, where the last one has its answer,
        with the next one's."""
        if sign.part is Part.QUESTION:
            return self._taken(sign)
        return not heading.sure and (self.current is None or Part.ANSWER in self.current.parts)

    def _heading(self, number: int, text: str, heading: Heading) -> None:
        self.leave()
        self.current = None
        while self.path and self.path[-1][0].level >= heading.level:
            self.path.pop()
        self.path.append((heading, number))
        self.waiting = (heading, number)
        if not heading.sure:
            self.plain[heading.level] = heading.number
        self.lines.append(Line(number, text, Role.HEADING))

    def _part(self, number: int, text: str, sign: Sign) -> None:
        rules = self.leave()
        if sign.part is Part.QUESTION or self.current is None:
            if rules > 1 and self.current is not None:
                # One rule may part the items of a chapter; below two is nothing of the last one's heading.
                del self.path[len(self.current.chapters) :]
            self.current = self._begin(number, sign)
        item, part = self.current, sign.part
        if part in item.parts:
            self.faults.append(Fault(number, f"second_{part}"))
        item.parts.setdefault(part, []).append(sign.rest)
        item.at, item.listing = part, False
        self.lines.append(Line(number, text, Role.MARKER, len(self.items) - 1, part))

    def _begin(self, number: int, sign: Sign) -> _Open:
        """A new item: under the heading that waits for one, or by its own number, which may be below that."""
        if sign.part is not Part.QUESTION:
            self.faults.append(Fault(number, f"{sign.part}_without_question"))
        waiting, self.waiting = self.waiting, None
        if waiting is None:
            if sign.number:
                self._climb(sign)
            self._share()
        self.used |= {line for _, line in self.path}
        below = self.path[-1][0].level + 1 if self.path else LOWEST
        if waiting is None or (sign.number and _is_below(sign, waiting[0])):
            item = _Open(sign, number, sign.level or below, self._above())
        else:
            heading, line = waiting
            item = _Open(sign, number, heading.level, self._above()[:-1], waiting)
            self.lines[line - 1] = replace(self.lines[line - 1], item=len(self.items))
        if sign.number and not sign.level:
            self.plain[sign.sort] = sign.number
        self.items.append(item)
        return item

    def _climb(self, sign: Sign) -> None:
        """Leave the headings that a numbered question stands beside, or above."""
        level = sign.level or sign.sort
        while self.path and self.path[-1][0].sure == bool(sign.level) and self.path[-1][0].level >= level:
            self.path.pop()

    def _share(self) -> None:
        """The heading above, if it was the last item's own, is a chapter with one more item in it now. Where
        it was all that the last item asked, it stays its heading, too."""
        last = self.items[-1] if self.items else None
        if last is None or last.own is None or self.path[-1:] != [last.own]:
            return
        if any(line.strip() for line in last.parts.get(Part.QUESTION, ())):
            at = last.own[1] - 1
            self.lines[at] = replace(self.lines[at], item=None)
            last.chapters, last.own = self._above(), None

    def _above(self) -> tuple[str, ...]:
        return tuple(heading.whole for heading, _ in self.path)

    def _outside(self, number: int, text: str) -> None:
        role = Role.UNREAD if text.strip() else Role.BLANK
        if RULE.match(text):
            # What stands above a rule is no item's own heading.
            role, self.waiting = Role.RULE, None
        self.lines.append(Line(number, text, role))

    def _content(self, number: int, sight: Sight, item: _Open) -> None:
        item.parts[item.at].append(sight.text if sight.fenced else unescaped(sight.text))
        item.listing = item.listing or ENTRY.match(sight.text) is not None
        if sight.heading is not None and not sight.heading.sure:
            item.lists[sight.heading.level] = sight.heading.number
        role = Role.TEXT if sight.text.strip() else Role.BLANK
        self.lines.append(Line(number, sight.text, role, len(self.items) - 1, item.at))

    def leave(self) -> int:
        """End the part. Rules at the end of it set it off from what follows; how many there are."""
        rules = 0
        kept = self.current.parts[self.current.at] if self.current else []
        at = len(self.lines) - 1
        while len(kept) > 1 and (not kept[-1].strip() or RULE.match(self.lines[at].text)):
            if kept.pop().strip():
                self.lines[at] = Line(at + 1, self.lines[at].text, Role.RULE)
                rules += 1
            at -= 1
        return rules

    def tell_code(self, coding: set[int], sights: list[Sight]) -> None:
        """Say of the lines of coding items which are the program, and that those below it explain it."""
        at, became = -1, Part.QUESTION
        for line, sight in zip(tuple(self.lines), sights, strict=True):
            if line.item is None or line.item not in coding:
                continue
            parts = self.items[line.item].parts
            within = Part.ANSWER if Part.ANSWER in parts else Part.QUESTION
            if line.item != at:
                at, became = line.item, within
            if line.part is within:
                became = _became(became, sight.fenced, bool(line.text.strip()))
                self.lines[line.number - 1] = replace(line, part=became)

    def told(self) -> tuple[Line, ...]:
        """All lines. A heading that stands above no item was not understood."""
        return tuple(
            Line(line.number, line.text, Role.UNREAD)
            if line.role is Role.HEADING and line.number not in self.used
            else line
            for line in self.lines
        )


def _is_below(sign: Sign, heading: Heading) -> bool:
    """Whether a numbered question stands below the heading, as one of several, or has it as its own."""
    if sign.level and heading.sure:
        return sign.level > heading.level
    return sign.sort > numbered(heading.whole)[0]


def _became(before: Part, fenced: bool, said: bool) -> Part:
    """The part that a line is of, after one of ``before``, where a program stands for the answer."""
    if fenced and before is not Part.EXPLANATION:
        return Part.CODE
    return Part.EXPLANATION if before is Part.CODE and said else before


def read_article(text: str) -> Article:
    """Read an article in Markdown or as pasted text.

    Raises:
        ValueError: it has more than ``MOST_CHARACTERS``, or a NUL.
    """
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"an article of {len(text)} characters; {MOST_CHARACTERS} are read at most")
    if "\0" in text:
        raise ValueError("not plain text: it has a NUL")
    texts = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    sights, fence_open = look(texts)
    reader = _Reader()
    for number, sight in enumerate(sights, 1):
        reader.read(number, sight)
    reader.leave()
    if fence_open:
        reader.faults.append(Fault(len(texts), "fence_not_closed"))
    items = tuple(one.built() for one in reader.items)
    reader.tell_code({at for at, item in enumerate(items) if item.kind is Kind.CODING}, sights)
    return Article(items, reader.told(), tuple(reader.faults + _empty(items)))


def _empty(items: tuple[Item, ...]) -> list[Fault]:
    return [Fault(item.line, "question_empty") for item in items if not item.question and not item.title]
