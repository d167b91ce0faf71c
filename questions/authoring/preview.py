"""What an article was read into, for its author to look at before anything is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from questions.article.items import Article, Fault, Item, Kind, Part

PARTS = {
    Kind.QA: (Part.QUESTION, Part.ANSWER, Part.EXPLANATION),
    Kind.CODING: (Part.QUESTION, Part.CODE, Part.EXPLANATION),
    Kind.EXTENSION: (Part.QUESTION, Part.ANSWER, Part.EXPLANATION),
}


@dataclass(frozen=True, slots=True)
class Preview:
    """One item: ``number`` counts from 1, ``there`` is whether it was imported before; its parts, those that
    it lacks, and what is doubtful in it."""

    number: int
    item: Item
    there: bool
    parts: tuple[tuple[Part, str], ...]
    missing: tuple[Part, ...]
    faults: tuple[Fault, ...]


def previews_of(article: Article, there: Sequence[bool]) -> list[Preview]:
    """All items, in order; ``there`` says of each whether it was imported before."""
    faults: dict[int, list[Fault]] = {}
    for fault in article.faults:
        if (at := article.lines[fault.line - 1].item) is not None:
            faults.setdefault(at, []).append(fault)
    return [
        _preview(at, item, known, tuple(faults.get(at, ())))
        for at, (item, known) in enumerate(zip(article.items, there, strict=True))
    ]


def _preview(at: int, item: Item, there: bool, faults: tuple[Fault, ...]) -> Preview:
    texts: list[tuple[Part, str]] = [(part, getattr(item, part)) for part in PARTS[item.kind]]
    parts = tuple((part, text) for part, text in texts if text)
    missing = tuple(part for part, text in texts if not text)
    return Preview(at + 1, item, there, parts, missing, faults)
