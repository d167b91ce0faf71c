"""The rows of the statement's scoring table."""

from __future__ import annotations

from runners.base import Problem, ScoreRow, Text
from runners.dialogue.params import CHRF, DISTINCT, MANNERS, PERPLEXITY, TITLES

RULES = {
    PERPLEXITY: Text(
        "按困惑度的对数线性计分：未微调的基座模型得 0 分，参考模型得满分",
        "On a line in log-perplexity: the untuned base model earns 0, the reference all",
    ),
    CHRF: Text(
        "线性计分：未微调的基座模型得 0 分，参考模型得满分",
        "On a line: the untuned base model earns 0, the reference all",
    ),
    DISTINCT: Text("与参考模型之比，达到参考得满分", "In proportion to the reference, which earns all"),
    MANNERS: Text("与参考模型之比，达到参考得满分", "In proportion to the reference, which earns all"),
}


def scoring_rows(problem: Problem) -> tuple[ScoreRow, ...]:
    """One row for each metric."""
    return tuple(ScoreRow(TITLES[key], problem.scoring[key], rule) for key, rule in RULES.items())
