"""Draws the public pairs and the hidden prompts of an installation, and reads them back.

Prompts that say the same but for case, white space and punctuation belong together: they are hidden
together, with all their replies, or public together. Only prompts that base models were not pre-trained on
can be hidden; which of them are goes by an HMAC-SHA256 under the installation's secret. Nothing
here runs or scores a candidate.

``public/train.jsonl``   one pair a line: {"prompt", "reply"}
``hidden/hidden.jsonl``  one prompt a line: {"prompt", "replies", "language"}
``hidden/key``           32 random-looking bytes, for what is drawn for each submission
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from runners.base import Problem
from runners.corpora import LANGUAGES, Language, Pair, bare, dialogue_pairs, normalised, pretraining_share
from runners.dialogue.params import Params, params_of
from runners.drawing import digest, json_lines, read_json_lines, write

MOST_REPLIES = 8  # "Tell me a joke" has no typical reply: prompts with more than these are never hidden


class DataError(Exception):
    """The problem's data cannot be drawn with these parameters."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """A hidden prompt with all its replies."""

    prompt: str
    replies: tuple[str, ...]
    language: Language


@dataclass(frozen=True, slots=True)
class Drawn:
    """The drawn data: public (prompt, reply) pairs, hidden prompts, and the key of what is drawn later."""

    pairs: tuple[tuple[str, str], ...]
    hidden: tuple[Hidden, ...]
    key: bytes


def draw(problem: Problem, secret: bytes) -> None:
    """Write ``public/`` and ``hidden/`` below ``problem.data``.

    Raises:
        CorpusError: the corpus cannot be read.
        DataError: it holds too few prompts that can be hidden.
    """
    params, scope = params_of(problem), f"{problem.slug} {problem.version}"
    pairs = dialogue_pairs(params.corpus)
    hidden = hidden_prompts(pairs, params, hmac_key := digest(secret, f"{scope} draw"))
    public = sorted(training_pairs(pairs, hidden), key=lambda pair: digest(hmac_key, f"order {pair}"))[
        : params.train_pairs
    ]
    write(
        problem.data / "public" / "train.jsonl",
        json_lines({"prompt": pair.prompt, "reply": pair.reply} for pair in public),
    )
    write(
        problem.data / "hidden" / "hidden.jsonl",
        json_lines({"prompt": h.prompt, "replies": h.replies, "language": h.language} for h in hidden),
    )
    write(problem.data / "hidden" / "key", digest(secret, f"{scope} key"))


def hidden_prompts(pairs: Iterable[Pair], params: Params, key: bytes) -> list[Hidden]:
    """Draw the hidden prompts of both languages, with all their replies.

    Raises:
        DataError: there are too few.
    """
    groups: dict[str, list[Pair]] = {}
    for pair in pairs:
        groups.setdefault(bare(pair.prompt), []).append(pair)
    able = [group for group in groups.values() if _can_be_hidden(group)]
    hidden = []
    for language in LANGUAGES.values():
        wanted = getattr(params.hidden_prompts, language)
        found = [group for group in able if group[0].language == language]
        if len(found) < wanted:
            raise DataError(f"only {len(found)} prompts in {language!r} can be hidden, not {wanted}")
        found.sort(key=lambda group: digest(key, f"side {group[0].prompt}"))
        hidden += [_hidden(group) for group in found[:wanted]]
    return hidden


def _can_be_hidden(group: list[Pair]) -> bool:
    return len(group) <= MOST_REPLIES and not any(pretraining_share(normalised(p.prompt)) for p in group)


def _hidden(group: list[Pair]) -> Hidden:
    replies = tuple(dict.fromkeys(pair.reply for pair in group))
    return Hidden(group[0].prompt, replies, group[0].language)


def training_pairs(pairs: Iterable[Pair], hidden: Iterable[Hidden]) -> list[Pair]:
    """The pairs that show no hidden one: neither its prompt, nor prompt and reply as one text."""
    prompts, texts = set(), set()
    for one in hidden:
        prompts.add(bare(one.prompt))
        texts |= {bare(text) for r in one.replies for text in (one.prompt + r, r + one.prompt)}
    return [
        pair
        for pair in pairs
        if bare(pair.prompt) not in prompts and bare(pair.prompt + pair.reply) not in texts
    ]


def load(problem: Problem) -> Drawn:
    """Read what ``draw`` has written; kept in memory for the next submission."""
    return _load(problem.data, (problem.data / "hidden" / "key").stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _load(folder: Path, _changed: int) -> Drawn:
    hidden = read_json_lines(folder / "hidden" / "hidden.jsonl")
    return Drawn(
        pairs=_pairs(folder / "public" / "train.jsonl"),
        hidden=tuple(Hidden(row["prompt"], tuple(row["replies"]), row["language"]) for row in hidden),
        key=(folder / "hidden" / "key").read_bytes(),
    )


def load_public(problem: Problem) -> tuple[tuple[str, str], ...]:
    """The public pairs alone: what is hidden need not be there."""
    return _pairs(problem.data / "public" / "train.jsonl")


def _pairs(file: Path) -> tuple[tuple[str, str], ...]:
    return tuple((row["prompt"], row["reply"]) for row in read_json_lines(file))
