"""Cuts the body of a question file into its sections, by language and part; says what is out of place.

``# 中文`` and ``# English`` stand above the ``##`` sections of ``PARTS``. Rendering is elsewhere.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from questions.bank_schema import Fault
from questions.markdown import new_parser

LANGUAGES = {"中文": "zh", "English": "en"}
PARTS = {
    "zh": {"题目": "question", "答案": "answer", "解析": "explanation", "勘误": "errata"},
    "en": {"Question": "question", "Answer": "answer", "Explanation": "explanation", "Errata": "errata"},
}
REQUIRED = ("question", "answer")
PARSER = new_parser()


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading of the first or second level and what stands under it; level "" is what comes before."""

    level: str
    title: str
    line: int
    text: str


def _cut(body: str) -> list[_Section]:
    """Cut ``body`` at its headings. A ``#`` inside a fence or a list is no heading."""
    lines = body.split("\n")
    places = [("", "", 0, 0)]
    for opening, inline in itertools.pairwise(PARSER.parse(body)):
        top_level = opening.type == "heading_open" and opening.level == 0
        if top_level and opening.tag in {"h1", "h2"} and opening.map:
            first, after = opening.map
            places.append((opening.tag, inline.content.strip(), first, after))
    ends = [place[2] for place in places[1:]] + [len(lines)]
    return [
        _Section(level, title, line, "\n".join(lines[start:end]).strip())
        for (level, title, line, start), end in zip(places, ends, strict=True)
    ]


def read_sections(body: str, name: str, first_line: int, faults: list[Fault]) -> dict[str, str]:
    """Return the sections of ``body`` by part and language, as in ``question_zh``."""
    texts: dict[str, str] = {}
    language = ""
    for section in _cut(body):
        if section.level == "h1":
            language = LANGUAGES.get(section.title, "")
        part = PARTS.get(language, {}).get(section.title, "")
        key = f"{part}_{language}"
        message = _refusal(section, language, part, key in texts)
        if message:
            faults.append(Fault(name, first_line + section.line, section.title or "body", message))
        if part:
            texts.setdefault(key, section.text)
    faults += (Fault(name, first_line, key, "is missing") for key in _missing(texts))
    return texts


def _refusal(section: _Section, language: str, part: str, known: bool) -> str:
    """Say why ``section`` cannot stand where it stands; "" when it can."""
    if not section.level:
        return "text before the first heading" if section.text else ""
    if not language:
        return f"no language is called so: write # {' or # '.join(LANGUAGES)}"
    if section.level == "h1":
        return "text between the language and its first section" if section.text else ""
    if not part:
        return f"no section is called so: write ## {', ## '.join(PARTS[language])}"
    if known:
        return "stands twice"
    return "" if section.text else "is empty"


def _missing(texts: Mapping[str, str]) -> Iterator[str]:
    """Yield the sections that must be there: the required ones, and what the other language has."""
    for language, parts in PARTS.items():
        for title, part in parts.items():
            wanted = part in REQUIRED or any(f"{part}_{other}" in texts for other in PARTS)
            if wanted and f"{part}_{language}" not in texts:
                yield f"{language}/{title}"
