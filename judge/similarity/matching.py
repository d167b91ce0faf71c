"""Two programs compared: how much of the smaller one stands in the other, and where.

The score is the share of the fingerprints of the program that has fewer, so that a small program inside a
large one is found. The regions are evidence for a reader, found anew from both texts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from judge.similarity.tokens import Token, read_tokens
from judge.similarity.winnowing import RUN, common_hashes, hashes_of, winnow

THRESHOLD = 0.25
"""Pairs from this score on are shown to a person; ``docs/similarity.md`` says what that finds and misses."""

FEWEST = 8
"""A program with fewer fingerprints of its own says too little to be compared."""

SAME_RUNS = 32
"""Places of one run of tokens that are tried: more are repetitions, which anybody may have."""


@dataclass(frozen=True, slots=True)
class Span:
    """Lines of a program, the first and the last one, from 1."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Region:
    """Lines of two programs that are alike, and how many tokens are."""

    one: Span
    other: Span
    tokens: int


@dataclass(frozen=True, slots=True)
class Program:
    """A program ready to be compared: its tokens, the hash of each run of them, and its own fingerprints."""

    tokens: list[Token]
    hashes: list[int]
    fingerprints: frozenset[int]


def read_common(texts: Iterable[str]) -> frozenset[int]:
    """The hashes of texts in Python that everybody was given."""
    return common_hashes(read_tokens(text) for text in texts)


def read_program(source: str, common: frozenset[int] = frozenset()) -> Program:
    """Read a source whose ``common`` parts are not its own."""
    tokens = read_tokens(source)
    hashes = hashes_of(tokens)
    return Program(tokens, hashes, winnow(hashes, common))


def similarity(one: frozenset[int], other: frozenset[int]) -> float:
    """The share, from 0 to 1, of the fewer fingerprints that the other has too; 0 where they are too few."""
    fewer = min(len(one), len(other))
    return len(one & other) / fewer if fewer >= FEWEST else 0.0


def matched_regions(one: Program, other: Program, common: frozenset[int] = frozenset()) -> list[Region]:
    """What stands in both, in the order of ``one``: at each token the longest run that ``other`` has, of what
    no earlier region took. Common text is in none."""
    places: dict[int, list[int]] = defaultdict(list)
    for at, value in enumerate(other.hashes):
        if value not in common:
            places[value].append(at)
    used: set[int] = set()
    regions, at = [], 0
    while at < len(one.hashes):
        tried = [place for place in places.get(one.hashes[at], ())[:SAME_RUNS] if place not in used]
        runs = [(_length(one.hashes, at, other.hashes, place, common), place) for place in tried]
        length, place = max(runs, default=(0, 0), key=lambda run: (run[0], -run[1]))
        if length:
            used.update(range(place, place + length))
            regions.append(_region(one.tokens, at, other.tokens, place, length + RUN - 1))
        at += max(length, 1)
    return regions


def _length(one: list[int], at: int, other: list[int], place: int, common: frozenset[int]) -> int:
    """How many hashes in a row are the same from the two places on, and nobody else's."""
    count, most = 0, min(len(one) - at, len(other) - place)
    while count < most and one[at + count] == other[place + count] and one[at + count] not in common:
        count += 1
    return count


def _region(one: list[Token], start: int, other: list[Token], place: int, length: int) -> Region:
    return Region(_span(one, start, length), _span(other, place, length), length)


def _span(tokens: list[Token], start: int, length: int) -> Span:
    return Span(tokens[start].line, tokens[start + length - 1].line)
