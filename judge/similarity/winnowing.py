"""Fingerprints of a program by winnowing: S. Schleimer, D. Wilkerson and A. Aiken, *Winnowing: Local
Algorithms for Document Fingerprinting*, SIGMOD 2003.

Of the hashes of all runs of ``RUN`` tokens, the least of each ``WINDOW`` in a row is kept. What two programs
have in common is found when it is at least ``RUN + WINDOW - 1`` tokens long; what is shorter than ``RUN`` is
never reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from judge.similarity.tokens import Token

RUN = 10
WINDOW = 4
METHOD = 1
"""To be raised with every change to tokens or fingerprints: those of another method are made anew."""


def hashes_of(tokens: Sequence[Token]) -> list[int]:
    """The hash, of 64 bits, of every run of ``RUN`` tokens, by where it starts."""
    words = [token.text for token in tokens]
    runs = ("\n".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1))
    return [int.from_bytes(blake2b(run.encode(), digest_size=8).digest()) for run in runs]


def winnow(hashes: Sequence[int], common: frozenset[int] = frozenset()) -> frozenset[int]:
    """The fingerprints among ``hashes``, without those that are ``common`` to everybody: the least of each
    window of what is left, so that a program's own part is covered as closely beside common text as apart
    from it."""
    own = [value for value in hashes if value not in common]
    windows = range(max(len(own) - WINDOW + 1, min(len(own), 1)))
    return frozenset(min(own[start : start + WINDOW]) for start in windows)


def common_hashes(token_lists: Iterable[Sequence[Token]]) -> frozenset[int]:
    """Every run of text that all were given, such as a starter: those are nobody's own."""
    return frozenset(value for tokens in token_lists for value in hashes_of(tokens))
