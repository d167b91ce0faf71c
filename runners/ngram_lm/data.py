"""Draws the public text and the hidden positions of an installation, and reads them back.

A passage goes to the hidden side by the HMAC-SHA256 of its normalised text under the installation's
secret, so texts that are equal after normalisation never stand on both sides, and the same secret
always draws the same files. No passage is hidden that base models may be pre-trained on. Nothing here runs or
scores a candidate.

``public/train.txt``       one passage a line: ``<s> w1 ... wm </s>``, rare words as ``<unk>``
``public/vocabulary.txt``  one word a line: ``<unk>``, ``</s>``, then the frequent words
``hidden/positions.tsv``   one position a line: the context, a tab, the target
``hidden/key``             32 random-looking bytes that rename the words for each source file
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from runners.base import Problem
from runners.corpora import pretraining_share, segmented_passages
from runners.drawing import digest, write
from runners.ngram_lm.params import Params, params_of

POOL = 2
START, END, UNKNOWN = "<s>", "</s>", "<unk>"
Passage = tuple[str, ...]
Ids = NDArray[np.int64]


class DataError(Exception):
    """The problem's data cannot be drawn with these parameters."""


@dataclass(frozen=True, slots=True)
class Public:
    """The public text as numbers. An id is a word's place in ``vocabulary``; ``<s>`` is the id after
    the last one. ``sentences``: ids with both marks."""

    vocabulary: tuple[str, ...]
    sentences: tuple[Ids, ...]


@dataclass(frozen=True, slots=True)
class Drawn(Public):
    """All of the drawn data as numbers. ``contexts``: (pool, order - 1); ``targets``: (pool,); ``counts``:
    (words,), how often each word stands in the public text."""

    contexts: Ids
    targets: Ids
    counts: Ids
    key: bytes


def draw(problem: Problem, secret: bytes) -> None:
    """Write ``public/`` and ``hidden/`` below ``problem.data``.

    Raises:
        CorpusError: the corpus cannot be read.
        DataError: it holds too few hidden passages for the positions asked for.
    """
    params = params_of(problem)
    number = _numbers(secret, f"{problem.slug} {problem.version}")
    public, hidden = split(segmented_passages(params.corpus, params.min_words), number, params)
    vocabulary = most_frequent(public, params.vocabulary)
    known = frozenset(vocabulary)
    train = "".join(" ".join(marked(words, known)) + "\n" for words in public)
    positions = "".join(_position(text, words, known, number, params.order) for text, words in hidden)
    write(problem.data / "public" / "train.txt", train.encode())
    write(problem.data / "public" / "vocabulary.txt", "".join(f"{w}\n" for w in vocabulary).encode())
    write(problem.data / "hidden" / "positions.tsv", positions.encode())
    write(problem.data / "hidden" / "key", digest(secret, f"{problem.slug} {problem.version} key"))


Number = Callable[[str, str], int]


def _numbers(secret: bytes, scope: str) -> Number:
    """A function that gives every text a secret 256-bit number for each purpose."""
    return lambda purpose, text: int.from_bytes(digest(secret, f"{scope} {purpose} {text}"))


def split(
    passages: dict[str, Passage], number: Number, params: Params
) -> tuple[list[Passage], list[tuple[str, Passage]]]:
    """Return the public passages, and the hidden pool with its normalised texts: up to ``POOL`` times
    ``params.positions`` passages, of which each source file is asked its own ``params.positions``."""
    border, shown = (int(2**256 * part / 100) for part in (params.hidden_percent, params.public_percent))
    able = {text for text in passages if not pretraining_share(text) and number("side", text) < border}
    public = [
        words for text, words in passages.items() if text not in able and number("public", text) < shown
    ]
    hidden = [(text, passages[text]) for text in passages if text in able]
    if len(hidden) < params.positions:
        raise DataError(f"only {len(hidden)} hidden passages for {params.positions} positions")
    return public, sorted(hidden, key=lambda item: number("order", item[0]))[: POOL * params.positions]


def most_frequent(passages: Iterable[Passage], size: int) -> list[str]:
    """The vocabulary: ``<unk>``, ``</s>`` and the ``size - 2`` most frequent words; on equal counts
    the word that sorts first."""
    counts = Counter(word for words in passages for word in words)
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return [UNKNOWN, END, *ranked[: size - 2]]


def marked(words: Passage, known: frozenset[str]) -> list[str]:
    """The passage as a model sees it: rare words replaced, both marks added."""
    return [START, *(word if word in known else UNKNOWN for word in words), END]


def _position(text: str, words: Passage, known: frozenset[str], number: Number, order: int) -> str:
    tokens = marked(words, known)
    first = max(order - 1, 1)  # the context is full, and <s> is never a target
    place = first + number("position", text) % (len(tokens) - first)
    return f"{' '.join(tokens[place - order + 1 : place])}\t{tokens[place]}\n"


def load(problem: Problem) -> Drawn:
    """Read what ``draw`` has written; kept in memory for the next submission."""
    return _load(problem.data, (problem.data / "hidden" / "key").stat().st_mtime_ns)


def load_public(problem: Problem) -> Public:
    """The same without what is hidden, which need not be there."""
    return _load_public(problem.data, (problem.data / "public" / "train.txt").stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _load_public(folder: Path, _changed: int) -> Public:
    vocabulary = tuple((folder / "public" / "vocabulary.txt").read_text().splitlines())
    ids = numbers_of(vocabulary)
    train = (folder / "public" / "train.txt").read_text().splitlines()
    return Public(vocabulary, tuple(_ids(ids, line.split()) for line in train))


def numbers_of(vocabulary: Sequence[str]) -> dict[str, int]:
    """The id of each word, and of ``<s>``."""
    return {word: place for place, word in enumerate((*vocabulary, START))}


@lru_cache(maxsize=4)
def _load(folder: Path, changed: int) -> Drawn:
    public = _load_public(folder, changed)
    ids, words = numbers_of(public.vocabulary), len(public.vocabulary)
    lines = (folder / "hidden" / "positions.tsv").read_text().splitlines()
    asked = [line.split("\t") for line in lines]
    return Drawn(
        vocabulary=public.vocabulary,
        sentences=public.sentences,
        contexts=np.array([[ids[word] for word in context.split()] for context, _ in asked], dtype=np.int64),
        targets=_ids(ids, [target for _, target in asked]),
        counts=np.bincount(np.concatenate(public.sentences), minlength=words + 1)[:words],
        key=(folder / "hidden" / "key").read_bytes(),
    )


def _ids(ids: dict[str, int], words: Sequence[str]) -> Ids:
    return np.array([ids[word] for word in words], dtype=np.int64)
