"""The rows of the statement's scoring table."""

from __future__ import annotations

from runners.base import Problem, ScoreRow, Text
from runners.finetune_classifier.params import SCORING_KEYS, TITLES

RULE = Text(
    "线性计分：只按类别频率猜的模型得 0 分，参考模型得满分",
    "On a line: a model that only knows how frequent the classes are earns 0, the reference all",
)


def scoring_rows(problem: Problem) -> tuple[ScoreRow, ...]:
    """One row for each metric."""
    return tuple(ScoreRow(TITLES[key], problem.scoring[key], RULE) for key in SCORING_KEYS)
