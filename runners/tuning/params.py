"""The parameters that every kind of fine-tuning has, and what can be wrong with them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from runners.base import Problem
from runners.corpora import CORPORA
from runners.scoring import scoring_faults


class TuningParams(BaseModel):
    """What an author chooses. Texts are read up to ``max_tokens`` tokens; ``canaries`` made-up check lines
    stand
    ``canary_repeats`` times each in the training file; ``training_seconds`` is the candidate's budget, on the
    wall clock; ``probes`` examples of the training file are asked when a part of the base is put back."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    base_model: str
    corpus: str
    canaries: int = Field(ge=4, le=1000)
    canary_repeats: int = Field(ge=1, le=100)
    max_tokens: int = Field(ge=32, le=1024)
    training_seconds: float = Field(gt=0)
    probes: int = Field(default=128, ge=16, le=2000)


P = TypeVar("P", bound=TuningParams)


def tuning_faults(kind: str, model: type[P], problem: Problem, scoring_keys: Collection[str]) -> list[str]:
    """What is wrong with the problem's parameters and scoring table; [] when all is well."""
    try:
        params = model.model_validate(dict(problem.params))
    except ValidationError as error:
        return [f"{kind}.{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
    wrong = [] if params.corpus in CORPORA else [f"{kind}.corpus: there is no corpus {params.corpus!r}"]
    if params.training_seconds >= problem.limits.wall_seconds:
        wrong.append(f"{kind}.training_seconds: must be less than limits.wall_seconds")
    return wrong + scoring_faults(problem.scoring, scoring_keys)
