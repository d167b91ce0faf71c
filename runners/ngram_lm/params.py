"""The parameters of an ``ngram_lm`` problem: the table ``[ngram_lm]`` and the keys of ``[scoring]``."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from runners.base import Fault, Problem, Text
from runners.corpora import corpus_faults
from runners.ngram_lm.cases import GROUP_TITLES
from runners.scoring import scoring_faults

PERPLEXITY, ACCURACY = "perplexity", "accuracy"
SCORING_KEYS = (*GROUP_TITLES, PERPLEXITY, ACCURACY)


class Params(BaseModel):
    """What an author chooses. ``positions`` hidden passages are scored at one position each, for
    every source file others of a pool that is drawn from ``hidden_percent`` of the passages that can be
    hidden; ``public_percent`` of the rest is the training text; ``replays``
    of the positions are asked a second time."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    corpus: str
    order: int = Field(ge=1, le=6)
    vocabulary: int = Field(ge=10, le=100_000)
    positions: int = Field(ge=1, le=10_000)
    replays: int = Field(ge=1)
    hidden_percent: float = Field(gt=0, lt=100)
    public_percent: float = Field(default=100, gt=0, le=100)
    min_words: int = Field(ge=5)
    behaviour_cpu_seconds: float = Field(gt=0)


def params_of(problem: Problem) -> Params:
    """The problem's parameters, validated.

    Raises:
        pydantic.ValidationError: they are not in order.
    """
    return Params.model_validate(dict(problem.params))


def faults(problem: Problem) -> list[Fault]:
    """What is wrong with the problem's scoring table, and with parameters together; [] when all is well."""
    params = params_of(problem)
    wrong = corpus_faults("ngram_lm", params.corpus)
    if params.replays > params.positions:
        why = Text("多于 positions", "more than there are positions")
        wrong.append(Fault(why, ("ngram_lm", "replays")))
    if params.min_words < params.order:
        why = Text(
            "一段文字必须有完整的上文，至少 order 个词",
            "a passage must have a full context, so at least `order` words",
        )
        wrong.append(Fault(why, ("ngram_lm", "min_words")))
    return wrong + scoring_faults(problem.scoring, SCORING_KEYS)
