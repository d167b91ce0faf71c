"""The parameters of a ``dialogue`` problem: the table ``[dialogue]`` and the keys of ``[scoring]``."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from runners.base import Problem, Text
from runners.tuning.params import TuningParams, tuning_faults

PERPLEXITY, CHRF, DISTINCT, MANNERS = "perplexity", "chrf", "distinct", "manners"
TITLES = {
    PERPLEXITY: Text("回复困惑度（每字符）", "Reply perplexity per character"),
    CHRF: Text("生成回复的 chrF", "chrF of generated replies"),
    DISTINCT: Text("生成回复的 distinct-2", "distinct-2 of generated replies"),
    MANNERS: Text("长度合适、不照抄问话的回复", "Replies of fitting length that do not echo"),
}
SCORING_KEYS = tuple(TITLES)


class HiddenPrompts(BaseModel):
    """How many prompts are hidden in each language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: int = Field(ge=10)
    en: int = Field(ge=10)


class Params(TuningParams):
    """What an author chooses; replies are generated up to ``max_new_tokens`` tokens, and of the public pairs
    ``train_pairs`` at most are given."""

    hidden_prompts: HiddenPrompts
    train_pairs: int = Field(default=100_000, ge=50)
    max_new_tokens: int = Field(ge=8, le=256)


def params_of(problem: Problem) -> Params:
    """The problem's parameters, validated.

    Raises:
        pydantic.ValidationError: they are not in order; ``faults`` lists why.
    """
    return Params.model_validate(dict(problem.params))


def faults(problem: Problem) -> list[str]:
    """What is wrong with the problem's parameters and scoring table; [] when all is well."""
    wrong = tuning_faults("dialogue", Params, problem, SCORING_KEYS)
    if not wrong and params_of(problem).max_new_tokens >= params_of(problem).max_tokens:
        wrong.append("dialogue.max_new_tokens: must be less than max_tokens")
    return wrong
