"""The card of a model that was pre-trained here: what it is, of what, how, how good, how large.

The words, in both languages, are in ``model_card.md``; here are the tables of what a run has measured. It
measures nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from runners.corpora import CORPORA, PRETRAINING_SHARE
from runners.tuning.model_folder import Facts
from runners.tuning.pretraining import HELD_OUT_SHARE, NEWS, REVIEWS, TALK

TEMPLATE = Path(__file__).with_suffix(".md")
CURVE_ROWS = 12
LICENCE = "MIT"
FROM = {NEWS: "news-zh", REVIEWS: "reviews-zh", TALK: "dialogues"}


@dataclass(frozen=True, slots=True)
class Run:
    """A finished pre-training. ``summary`` is its ``curve.json``; ``shipped_bytes`` is the size of the
    weights that the repository keeps."""

    name: str
    recipe: dict[str, Any]
    summary: dict[str, Any]
    facts: Facts
    shipped_bytes: int


def card(run: Run) -> str:
    """The card as Markdown."""
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        name=run.name,
        sizes=_sizes(run),
        data=_data(run.summary["characters"]),
        share=PRETRAINING_SHARE,
        held_out=f"{HELD_OUT_SHARE:.0%}",
        recipe=table(
            ("Key 键", "Value 值"), ((f"`{k}`", f"`{json.dumps(v)}`") for k, v in run.recipe.items())
        ),
        curve=_curve(run.summary["curve"]),
        quality=_quality(run.summary["held_out"]),
    )


def _sizes(run: Run) -> str:
    rows = [
        ("Licence 许可证", LICENCE),
        ("Parameters 参数量", f"{run.facts.parameters:,}"),
        ("Vocabulary 词表", f"{run.facts.vocabulary:,}"),
        ("Positions 最大长度", f"{run.facts.positions:,}"),
        ("In the repository 仓库中", f"{run.shipped_bytes / 1e6:.1f} MB, float16"),
        ("Installed 安装后", f"{run.facts.parameters * 4 / 1e6:.1f} MB, float32"),
        ("SHA-256 as installed 安装后的 SHA-256", f"`{run.facts.weights_sha256}`"),
        ("Pre-training took 预训练用时", f"{run.summary['seconds']:,.0f} s"),
    ]
    return table(("Quantity 项目", "Value 值"), rows)


def _data(characters: dict[str, int]) -> str:
    rows = [
        (name, CORPORA[FROM[name]].package, CORPORA[FROM[name]].licence, f"{count:,}")
        for name, count in characters.items()
    ]
    return table(("Source 来源", "Package 包", "Licence 许可证", "Characters 字符"), rows)


def _curve(points: list[dict[str, Any]]) -> str:
    """Points at which the held-out texts were measured, or any where there are none."""
    chosen = thinned([point for point in points if len(point) > 2] or points)
    names = tuple(dict.fromkeys(name for point in chosen for name in point))
    return table(names, (tuple(str(point.get(name, "")) for name in names) for point in chosen))


def thinned(points: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """At most ``CURVE_ROWS`` of the points, evenly, and the last one always."""
    step = max(1, -(-len(points) // CURVE_ROWS))
    return points[::-1][::step][::-1]


def _quality(held_out: dict[str, dict[str, float]]) -> str:
    rows = [
        (name, f"{one['perplexity']}", f"{one['nats_a_token']}", f"{one['tokens']:,}")
        for name, one in held_out.items()
    ]
    return table(("Texts 文本", "Perplexity 困惑度", "Nats a token 奈特/词元", "Tokens 词元"), rows)


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
