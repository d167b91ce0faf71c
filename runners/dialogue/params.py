"""The parameters of a ``dialogue`` problem: the table ``[dialogue]`` and the keys of ``[scoring]``."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from runners.base import Fault, Problem, Text
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
        pydantic.ValidationError: they are not in order.
    """
    return Params.model_validate(dict(problem.params))


def faults(problem: Problem) -> list[Fault]:
    """What is wrong with the problem's scoring table, and with parameters together; [] when all is well."""
    params = params_of(problem)
    wrong = tuning_faults("dialogue", params, problem, SCORING_KEYS)
    if params.max_new_tokens >= params.max_tokens:
        why = Text("必须小于 max_tokens", "must be less than max_tokens")
        wrong.append(Fault(why, ("dialogue", "max_new_tokens")))
    return wrong
