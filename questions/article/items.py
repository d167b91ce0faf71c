"""What an article is read into."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """A question with an answer in words; one whose answer is a program; one that has neither yet."""

    QA = "qa"
    CODING = "coding"
    EXTENSION = "extension"


class Part(StrEnum):
    """The parts of an item, by their names in ``Item``. Code has no name of its own in an article: it
    stands in the place of the answer."""

    QUESTION = "question"
    ANSWER = "answer"
    CODE = "code"
    EXPLANATION = "explanation"


class Role(StrEnum):
    """What a line was understood as. ``RULE``: as what sets parts off from each other; ``UNREAD``: as
    nothing."""

    BLANK = "blank"
    RULE = "rule"
    HEADING = "heading"
    MARKER = "marker"
    TEXT = "text"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Item:
    """One item. ``number`` is that of its heading ("1.1"), ``chapters`` the headings above it; texts are
    Markdown without blank lines at the ends. ``code`` is what stood in its fences, for coding items alone;
    ``line`` is where it begins, from 1, and no part of what it says."""

    kind: Kind
    number: str
    title: str
    chapters: tuple[str, ...]
    question: str
    answer: str
    explanation: str
    code: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the article, ``number`` from 1; ``item`` counts from 0, None outside all items."""

    number: int
    text: str
    role: Role
    item: int | None = None
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong at a line; ``code`` is stable, pages have the words for it."""

    line: int
    code: str


@dataclass(frozen=True, slots=True)
class Article:
    """All of it: every line is in ``lines``, in order."""

    items: tuple[Item, ...]
    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]

    @property
    def unread(self) -> tuple[Line, ...]:
        """The lines that nothing was made of."""
        return tuple(line for line in self.lines if line.role is Role.UNREAD)
