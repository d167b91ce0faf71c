"""Which texts ``zh-gpt2-mini`` is pre-trained on, and the trusted job that does it.

Only texts that can never be hidden, on any installation, are taken: see ``corpora.pretraining_share``.
Nothing here needs PyTorch; the program is ``inside/pretrain.py``, in the image ``torch``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from runners.corpora import (
    bare,
    dialogue_pairs,
    labelled_reviews,
    normalised,
    pretraining_share,
    segmented_passages,
)
from sandbox.job import Artifact, File, Job, Limits

PROGRAM = Path(__file__).with_name("inside") / "pretrain.py"
MIB = 1024 * 1024
# What the program writes into its folder, and the most that it may be.
MADE = {
    "config.json": MIB,
    "generation_config.json": MIB,
    "model.safetensors": 256 * MIB,
    "vocab.json": 8 * MIB,
    "merges.txt": 8 * MIB,
    "tokenizer.json": 16 * MIB,
    "tokenizer_config.json": MIB,
    "curve.json": 4 * MIB,
}
HELD_OUT_SHARE = 0.02
SOURCES = NEWS, REVIEWS, TALK = "news", "reviews", "talk"

# The first rate is Muon's, for the matrices of the blocks, the second AdamW's for the rest. A phase says how
# often it passes over the texts of each source.
RECIPE: dict[str, Any] = {
    "seed": 20260131,
    "vocabulary": 8192,
    "positions": 256,
    "width": 192,
    "layers": 4,
    "heads": 4,
    "batch_tokens": 2048,
    "muon_learning_rate": 0.02,
    "learning_rate": 5e-3,
    "weight_decay": 0.05,
    "warm_up_steps": 60,
    "phases": [{NEWS: 1, REVIEWS: 2, TALK: 3}, {REVIEWS: 5, TALK: 3}],
}
# Shows in a minute that the path works; its model is good for nothing.
QUICK: dict[str, Any] = RECIPE | {
    "vocabulary": 400,
    "positions": 64,
    "width": 32,
    "layers": 2,
    "heads": 2,
    "batch_tokens": 512,
    "warm_up_steps": 2,
    "phases": [{NEWS: 1, REVIEWS: 1, TALK: 1}],
}
QUICK_TEXTS = 12  # of each source, and a quarter of that held out


@dataclass(frozen=True, slots=True)
class Sample:
    """A text to pre-train on, or, ``held_out``, to measure the perplexity at."""

    text: str
    source: str
    held_out: bool


def texts() -> list[Sample]:
    """Every text that base models may be pre-trained on, in the order of the corpora.

    Raises:
        CorpusError: a corpus cannot be read.
    """
    found = [Sample(text, source, _held_out(text)) for source, text in _allowed()]
    return list({sample.text: sample for sample in found}.values())


def _allowed() -> Iterator[tuple[str, str]]:
    for text, words in segmented_passages("news-zh", 5).items():
        if pretraining_share(text):
            yield NEWS, "".join(words)
    for text, review in labelled_reviews("reviews-zh").items():
        if pretraining_share(text):
            yield REVIEWS, review.text
    yield from ((TALK, turn) for turn in turns_that_stay_public())


def turns_that_stay_public() -> list[str]:
    """The turns of conversations that stand in no pair that may be hidden, neither as prompt nor as reply."""
    pairs = dialogue_pairs("dialogues")
    groups: dict[str, bool] = {}
    for pair in pairs:
        key = bare(pair.prompt)
        groups[key] = groups.get(key, False) or pretraining_share(normalised(pair.prompt))
    secret = {
        bare(text) for pair in pairs if not groups[bare(pair.prompt)] for text in (pair.prompt, pair.reply)
    }
    turns = [text for pair in pairs for text in (pair.prompt, pair.reply)]
    return [turn for turn in dict.fromkeys(turns) if bare(turn) not in secret]


def _held_out(text: str) -> bool:
    digest = hashlib.sha256(f"held out {normalised(text)}".encode()).digest()
    return int.from_bytes(digest[:4]) / 2**32 < HELD_OUT_SHARE


def few_texts() -> list[Sample]:
    """Texts for ``QUICK``: the first ones of each source, some of them held out."""
    chosen: list[Sample] = []
    left = {(source, held): QUICK_TEXTS // (4 if held else 1) for source in SOURCES for held in (True, False)}
    for sample in texts():
        if left[sample.source, sample.held_out]:
            left[sample.source, sample.held_out] -= 1
            chosen.append(sample)
    return chosen


def job(recipe: dict[str, Any], samples: Iterable[Sample], *, seconds: float, cpus: int) -> Job:
    """Plan the pre-training. It may take so many ``seconds`` on so many processors; its ``MADE`` files come
    back."""
    lines = "".join(json.dumps(asdict(sample), ensure_ascii=False) + "\n" for sample in samples)
    return Job(
        image="torch",
        argv=("python3", "-P", "-s", "-B", f"/box/{PROGRAM.name}", "/box", "/work"),
        limits=Limits(
            cpu_seconds=seconds * cpus,
            wall_seconds=seconds,
            memory_bytes=6144 * MIB,
            disk_bytes=512 * MIB,
            cpus=cpus,
        ),
        files=(
            File(PROGRAM.name, PROGRAM.read_bytes()),
            File("recipe.json", json.dumps(recipe).encode()),
            File("texts.jsonl", lines.encode()),
        ),
        artifacts=tuple(Artifact(name, most) for name, most in MADE.items()),
        label="pre-training",
        trusted=True,
    )
