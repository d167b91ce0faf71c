"""Scores and regions of two programs."""

from __future__ import annotations

import time

from judge.similarity.matching import (
    FEWEST,
    Region,
    Span,
    matched_regions,
    read_common,
    read_program,
    similarity,
)

COUNT = """def count(words):
    table = {}
    for word in words:
        table[word] = table.get(word, 0) + 1
    return table
"""
DRAW = """def draw(table):
    mark = random() * sum(table.values())
    while mark > 0:
        word, times = table.popitem()
        mark -= times
    return word
"""


def test_functions_that_changed_places_are_two_regions() -> None:
    one, other = read_program(COUNT + DRAW), read_program("# mine\n\n" + DRAW + "\n" + COUNT)
    regions = matched_regions(one, other)
    assert [(region.one, region.other) for region in regions] == [
        (Span(1, 5), Span(10, 14)),
        (Span(6, 11), Span(3, 8)),
    ]


def test_the_share_is_that_of_the_smaller() -> None:
    small, large = frozenset(range(10)), frozenset(range(5, 100))
    assert similarity(small, large) == similarity(large, small) == 0.5


def test_too_little_is_not_compared() -> None:
    few = frozenset(range(FEWEST - 1))
    assert (similarity(few, few), similarity(frozenset(), frozenset())) == (0.0, 0.0)
    assert similarity(frozenset(range(FEWEST)), frozenset(range(FEWEST))) == 1.0


def test_common_text_is_in_no_region() -> None:
    common = read_common([COUNT])
    one, other = read_program(COUNT + DRAW, common), read_program(DRAW + COUNT, common)
    regions = matched_regions(one, other, common)
    assert [(region.one, region.other) for region in regions] == [(Span(6, 11), Span(1, 6))]


def test_a_region_ends_where_common_text_begins() -> None:
    common = read_common([COUNT])
    one, other = (read_program(text + DRAW + COUNT, common) for text in ("", "a = 1\n"))
    assert [region.one for region in matched_regions(one, other, common)] == [
        Span(1, 9)
    ]  # at most RUN - 1 tokens into it


def test_programs_of_different_text_share_no_region() -> None:
    assert matched_regions(read_program(COUNT), read_program(DRAW)) == []


def test_one_region_is_matched_once() -> None:
    once, twice = read_program(COUNT), read_program(COUNT + COUNT)
    assert matched_regions(once, twice) == [Region(Span(1, 5), Span(1, 5), len(once.tokens))]
    assert len(matched_regions(twice, once)) == 1


def test_repetitions_take_no_long_time() -> None:
    started = time.monotonic()
    noise = read_program("x[0] += 1\n" * 8000), read_program("y[1] += 2\n" * 7000)
    assert len(matched_regions(*noise)) >= 1
    assert time.monotonic() - started < 5
