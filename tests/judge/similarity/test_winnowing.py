"""Fingerprints: what the paper promises, and what is nobody's own."""

from __future__ import annotations

from judge.similarity.tokens import Token, read_tokens
from judge.similarity.winnowing import RUN, WINDOW, common_hashes, hashes_of, winnow


def tokens(*texts: object) -> list[Token]:
    return [Token(str(text), 1) for text in texts]


def test_every_run_has_a_hash_of_its_own() -> None:
    assert len(set(hashes_of(tokens(*range(50))))) == 50 - RUN + 1
    assert hashes_of(tokens(*range(RUN - 1))) == []


def test_what_is_long_enough_is_found_wherever_it_stands() -> None:
    shared = range(1000, 1000 + RUN + WINDOW - 1)
    one = winnow(hashes_of(tokens(*range(40), *shared, *range(40, 80))))
    other = winnow(hashes_of(tokens(*range(200, 203), *shared, *range(300, 377))))
    assert len(one & other) >= 1


def test_what_is_shorter_than_a_run_never_is() -> None:
    shared = range(1000, 1000 + RUN - 1)
    one = winnow(hashes_of(tokens(*range(40), *shared)))
    other = winnow(hashes_of(tokens(*range(200, 240), *shared, *range(300, 340))))
    assert one & other == frozenset()


def test_the_least_of_each_window_is_kept() -> None:
    assert winnow([9, 4, 7, 8, 6, 5, 3]) == {4, 5, 3}
    assert winnow([9, 4]) == {4}
    assert winnow([]) == frozenset()


def test_what_everybody_was_given_is_left_out() -> None:
    given = "for word in words:\n    counts[word] = counts.get(word, 0) + 1\n"
    common = common_hashes([read_tokens(given)])
    assert winnow(hashes_of(read_tokens(given)), common) == frozenset()
