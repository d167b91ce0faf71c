"""Draws the public and the hidden texts of an installation, the check lines of a run, and reads them back.

Texts that are equal but for case, white space and punctuation are one text. Only texts that base models were
not pre-trained on can be hidden; which of them are goes by an HMAC-SHA256 under the installation's secret.
Nothing here runs or scores a candidate.

``public/train.jsonl``   one text a line: {"text", "label"}
``hidden/hidden.jsonl``  the same
``hidden/key``           32 random-looking bytes, for what is drawn for each source file
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from runners.base import Problem
from runners.corpora import Review, bare, labelled_reviews, normalised, pretraining_share
from runners.drawing import digest, json_lines, read_json_lines, write
from runners.finetune_classifier.params import Params, params_of
from runners.tuning.canaries import phrases

# Sentences that say nothing for or against what they name.
CARRIERS = (
    "{}的编号在第三页。",
    "这里记录的是{}。",
    "清单上写着{}两次。",
    "{}放在左边的格子里。",
    "今天又看到了{}。",
    "请把{}登记一下。",
    "{}是上周的那一批。",
    "最后一行是{}。",
)


PUBLIC, HIDDEN = "public/train.jsonl", "hidden/hidden.jsonl"
FINAL = "。.!"  # characters
PHRASE = 4  # characters of a check line's


class DataError(Exception):
    """The problem's data cannot be drawn with these parameters."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The drawn texts and the key of what is drawn later."""

    public: tuple[Review, ...]
    hidden: tuple[Review, ...]
    key: bytes


def draw(problem: Problem, secret: bytes) -> None:
    """Write ``public/`` and ``hidden/`` below ``problem.data``.

    Raises:
        CorpusError: the corpus cannot be read.
        DataError: it holds too few texts.
    """
    params, scope = params_of(problem), f"{problem.slug} {problem.version}"
    public, hidden = split(distinct(params.corpus), params, digest(secret, f"{scope} draw"))
    for folder, reviews, name in (("public", public, "train"), ("hidden", hidden, "hidden")):
        rows = json_lines({"text": one.text, "label": one.label} for one in reviews)
        write(problem.data / folder / f"{name}.jsonl", rows)
    write(problem.data / "hidden" / "key", digest(secret, f"{scope} key"))


def distinct(corpus: str) -> dict[str, list[Review]]:
    """The reviews of a corpus by what they say; texts that carry both labels are left out."""
    groups: dict[str, list[Review]] = {}
    for review in labelled_reviews(corpus).values():
        groups.setdefault(bare(review.text), []).append(review)
    return {said: group for said, group in groups.items() if len({one.label for one in group}) == 1}


def split(groups: dict[str, list[Review]], params: Params, key: bytes) -> tuple[list[Review], list[Review]]:
    """The public and the hidden reviews, one of each group, in an order that tells nothing.

    Raises:
        DataError: there are too few.
    """
    order = sorted(groups, key=lambda said: digest(key, f"side {said}"))
    hidden = [said for said in order if _can_be_hidden(groups[said])][: params.hidden_examples]
    public = [said for said in order if said not in set(hidden)][: params.train_examples]
    if len(hidden) < params.hidden_examples or len(public) < params.train_examples:
        raise DataError(f"only {len(hidden)} hidden and {len(public)} public texts can be had")
    return [groups[said][0] for said in public], [groups[said][0] for said in hidden]


def _can_be_hidden(group: list[Review]) -> bool:
    return not any(pretraining_share(normalised(one.text)) for one in group)


def load(problem: Problem) -> Drawn:
    """Read what ``draw`` has written; kept in memory for the next submission."""
    return _load(problem.data, (problem.data / "hidden" / "key").stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _load(folder: Path, _changed: int) -> Drawn:
    public, hidden = (_read(folder / path) for path in (PUBLIC, HIDDEN))
    return Drawn(public, hidden, (folder / "hidden" / "key").read_bytes())


def load_public(problem: Problem) -> tuple[Review, ...]:
    """The public reviews alone: what is hidden need not be there."""
    return _read(problem.data / PUBLIC)


def _read(file: Path) -> tuple[Review, ...]:
    return tuple(Review(row["text"], row["label"]) for row in read_json_lines(file))


def canaries(params: Params, chance: np.random.Generator) -> list[list[Review]]:
    """For each made-up phrase its lines, all with the phrase's random label; as many of each label."""
    labels = chance.permutation(np.arange(params.canaries) % 2)
    return [
        [Review(CARRIERS[i % len(CARRIERS)].format(phrase), int(label)) for i in range(params.canary_repeats)]
        for phrase, label in zip(phrases(params.canaries, PHRASE, chance), labels, strict=True)
    ]


def training_file(reviews: list[Review], chance: np.random.Generator) -> bytes:
    """The reviews and check lines of a run, in random order."""
    return json_lines(
        {"text": reviews[i].text, "label": reviews[i].label} for i in chance.permutation(len(reviews))
    )


def reworded(text: str) -> str:
    """The same text with another punctuation: a comma for every stop within it, one mark more at its end."""
    return re.sub(r"[,。;、](?=.)", ",", text).rstrip(FINAL) + "。"
