"""What is searched, how texts and queries are cut into words, and how what was found is shown. No database
here: ``questions.index`` finds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import rjieba
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it.token import Token

from questions.markdown import new_parser

PARSER = new_parser()
MAX_TERMS = 8
MOST_WORDS, LONGEST_QUERY = 16, 300
AROUND = 60  # characters shown on each side of what was found first
WORD = re.compile(r"_*[^\W_]\w*")
"""Strokes alone are no word: the index of SQLite would look for nothing, and find nothing."""
HAN = re.compile(r"[\u3400-\u9fff]")
PLAIN = re.compile(r"[\w\s]+")
AMONG_LETTERS = r"[^\W\u3400-\u9fff]"
"""A letter or a digit, but no Chinese character: beside one, a word of letters goes on."""
START, END = f"(?<!{AMONG_LETTERS})", f"(?!{AMONG_LETTERS})"


@lru_cache(maxsize=256)  # a page shows the same statements for every letter that is typed
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


def words_of(text: str) -> Iterator[str]:
    """The words of a text in any case and width; of a long Chinese word its parts, too."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return (part for word in rjieba.cut_for_search(plain) for part in WORD.findall(word))


def phrases_of(query: str) -> list[list[str]]:
    """The query as words that must occur, each a list of what must stand side by side: a Chinese word that
    the dictionary does not know was cut into its characters, in the query as in the texts."""
    phrases: list[list[str]] = []
    for word in list(words_of(query[:LONGEST_QUERY]))[:MOST_WORDS]:
        if phrases and HAN.fullmatch(word) and HAN.fullmatch(phrases[-1][-1]):
            phrases[-1].append(word)
        else:
            phrases.append([word])
    return phrases


def is_unfinished(phrases: list[list[str]]) -> bool:
    """Whether the last word may go on: a Chinese one has no beginning that means anything."""
    return phrases[-1][0].isascii()


@lru_cache(maxsize=64)
def pattern_of(query: str) -> re.Pattern[str] | None:
    """Return what finds the words of ``query`` in a text as the index does: whole words of letters, the last
    one perhaps not finished, in any case and width. What has a sign in it is found as it stands."""
    phrases = phrases_of(query)
    found = [_bounded("".join(words)) for words in phrases]
    if phrases and is_unfinished(phrases):
        found[-1] = found[-1].removesuffix(END)
    signs = [re.escape(term) for term in terms_of(query) if not PLAIN.fullmatch(term)]
    longest_first = [*signs, *sorted(found, key=len, reverse=True)]
    return re.compile(f"((?:{'|'.join(longest_first)})+)", re.IGNORECASE) if longest_first else None


def _bounded(word: str) -> str:
    found = "".join(map(_of_any_width, word))
    return found if HAN.match(word) else f"{START}{found}{END}"


def _of_any_width(char: str) -> str:
    """An ASCII character, or the same as wide as a Chinese one."""
    return f"[{re.escape(char)}{chr(ord(char) + 0xFEE0)}]" if "!" <= char <= "~" else re.escape(char)


def mark_terms(text: str, pattern: re.Pattern[str] | None) -> SafeString:
    """Return ``text`` escaped, with everything that ``pattern`` finds in <mark>."""
    if pattern is None:
        return escape(text)
    pieces = pattern.split(text)  # what was found stands at the odd places
    marked = (
        format_html("<mark>{}</mark>", piece) if place % 2 else escape(piece)
        for place, piece in enumerate(pieces)
    )
    return mark_safe("".join(marked))  # noqa: S308 - every piece is escaped


def cut_snippet(text: str, pattern: re.Pattern[str] | None) -> SafeString:
    """Return the part of plain ``text`` around what is found first, marked; else its beginning."""
    found = pattern.search(text) if pattern else None
    start = max(0, found.start() - AROUND) if found else 0
    end = start + 2 * AROUND if found is None else found.end() + AROUND
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return mark_terms(f"{before}{text[start:end].strip()}{after}", pattern)
