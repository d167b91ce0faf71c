"""Search terms: how a query is cut into them, and how what was found is shown. No database here."""

from __future__ import annotations

import re

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

MAX_TERMS = 8
AROUND = 60  # characters shown on each side of the first term found


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
