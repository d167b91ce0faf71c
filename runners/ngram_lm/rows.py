"""The rows of the statement's scoring table."""

from __future__ import annotations

from runners.base import Problem, ScoreRow, Text
from runners.ngram_lm.cases import GROUP_TITLES, SAMPLE_GROUPS
from runners.ngram_lm.params import ACCURACY, PERPLEXITY
from runners.ngram_lm.scorer import TITLES

SHOWN = Text("公开测试，全部通过才得分", "Shown; earned when all its tests pass")
HIDDEN = Text("隐藏测试，全部通过才得分", "Hidden; earned when all its tests pass")
RULES = {
    PERPLEXITY: Text(
        "按困惑度的对数线性计分：一元模型得 0 分，参考模型得满分",
        "On a line in log-perplexity: the unigram model earns 0, the reference all",
    ),
    ACCURACY: Text(
        "线性计分：一元模型得 0 分，参考模型得满分",
        "On a line: the unigram model earns 0, the reference all",
    ),
}


def scoring_rows(problem: Problem) -> tuple[ScoreRow, ...]:
    """Behaviour groups in the order in which they are tested, then the metrics."""
    groups = [
        ScoreRow(title, problem.scoring[key], SHOWN if key in SAMPLE_GROUPS else HIDDEN)
        for key, title in GROUP_TITLES.items()
    ]
    return (*groups, *(ScoreRow(TITLES[key], problem.scoring[key], rule) for key, rule in RULES.items()))
