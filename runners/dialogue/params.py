"""The parameters of a ``dialogue`` problem: the table ``[dialogue]`` and the keys of ``[scoring]``."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from runners.base import Problem, Text
from runners.corpora import CORPORA

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


class Params(BaseModel):
    """What an author chooses. Texts are read up to ``max_tokens`` tokens and replies generated up to
    ``max_new_tokens``; ``canaries`` made-up pairs stand ``canary_repeats`` times each in the training file;
    ``training_seconds`` is the candidate's budget, on the wall clock."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    base_model: str
    corpus: str
    hidden_prompts: HiddenPrompts
    canaries: int = Field(ge=4, le=1000)
    canary_repeats: int = Field(ge=1, le=100)
    max_tokens: int = Field(ge=32, le=1024)
    max_new_tokens: int = Field(ge=8, le=256)
    training_seconds: float = Field(gt=0)


def params_of(problem: Problem) -> Params:
    """The problem's parameters, validated.

    Raises:
        pydantic.ValidationError: they are not in order; ``faults`` lists why.
    """
    return Params.model_validate(dict(problem.params))


def faults(problem: Problem) -> list[str]:
    """What is wrong with the problem's parameters and scoring table; [] when all is well."""
    try:
        params = params_of(problem)
    except ValidationError as error:
        return [f"dialogue.{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
    wrong = [] if params.corpus in CORPORA else [f"dialogue.corpus: there is no corpus {params.corpus!r}"]
    if params.max_new_tokens >= params.max_tokens:
        wrong.append("dialogue.max_new_tokens: must be less than max_tokens")
    if params.training_seconds >= problem.limits.wall_seconds:
        wrong.append("dialogue.training_seconds: must be less than limits.wall_seconds")
    return wrong + _scoring_faults(problem.scoring)


def _scoring_faults(scoring: Mapping[str, float]) -> list[str]:
    if set(scoring) != set(SCORING_KEYS):
        return [f"scoring: the keys must be {', '.join(SCORING_KEYS)}"]
    wrong = [f"scoring.{key}: negative" for key, points in scoring.items() if points < 0]
    if abs(sum(scoring.values()) - 100) > 1e-9:
        wrong.append(f"scoring: the points sum to {sum(scoring.values()):g}, not to 100")
    return wrong
