"""What is searched, how a query is cut into terms, and how what was found is shown. No database here."""

from __future__ import annotations

import re

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it.token import Token

from questions.markdown import new_parser

PARSER = new_parser()
MAX_TERMS = 8
AROUND = 60  # characters shown on each side of the first term found


def searchable_text(text: str) -> str:
    """Return the words and code of Markdown ``text`` on one line, with … for each formula.

    TeX is not what a reader sees: the k and V of a fraction would be found as "kV".
    """
    blocks = ("".join(map(_words, token.children or [token])) for token in PARSER.parse(text))
    return " ".join(" ".join(blocks).split())


def _words(token: Token) -> str:
    if token.type.startswith("math"):
        return "…"
    return " " if token.type in {"softbreak", "hardbreak"} else token.content


def terms_of(query: str) -> list[str]:
    """Return the words of ``query`` that must all occur, at most MAX_TERMS of them."""
    return query.split()[:MAX_TERMS]


def mark_terms(text: str, terms: list[str]) -> SafeString:
    """Return ``text`` escaped, with every occurrence of a term in <mark>."""
    if not terms:
        return escape(text)
    pieces = _pattern(terms).split(text)  # found terms stand at the odd places
    marked = (
        format_html("<mark>{}</mark>", piece) if place % 2 else escape(piece)
        for place, piece in enumerate(pieces)
    )
    return mark_safe("".join(marked))  # noqa: S308 - every piece is escaped


def cut_snippet(text: str, terms: list[str]) -> SafeString:
    """Return the part of plain ``text`` around the first term found, marked; else its beginning."""
    found = _pattern(terms).search(text) if terms else None
    start = max(0, found.start() - AROUND) if found else 0
    end = start + 2 * AROUND if found is None else found.end() + AROUND
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return mark_terms(f"{before}{text[start:end].strip()}{after}", terms)


def _pattern(terms: list[str]) -> re.Pattern[str]:
    longest_first = sorted(terms, key=len, reverse=True)
    return re.compile(f"({'|'.join(map(re.escape, longest_first))})", re.IGNORECASE)
