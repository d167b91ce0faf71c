"""The parameters that every kind of fine-tuning has, and what can be wrong with them."""

from __future__ import annotations

from collections.abc import Collection

from pydantic import BaseModel, ConfigDict, Field

from runners.base import Fault, Problem, Text
from runners.corpora import corpus_faults
from runners.scoring import scoring_faults


class TuningParams(BaseModel):
    """What an author chooses. Texts are read up to ``max_tokens`` tokens; ``canaries`` made-up check lines
    stand
    ``canary_repeats`` times each in the training file; ``training_seconds`` is the candidate's budget, on the
    wall clock; ``probes`` examples of the training file are asked when a part of the base is put back."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    base_model: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.\-]*$")
    corpus: str
    canaries: int = Field(ge=4, le=1000)
    canary_repeats: int = Field(ge=1, le=100)
    max_tokens: int = Field(ge=32, le=1024)
    training_seconds: float = Field(gt=0)
    probes: int = Field(default=128, ge=16, le=2000)


def tuning_faults(
    kind: str, params: TuningParams, problem: Problem, scoring_keys: Collection[str]
) -> list[Fault]:
    """What is wrong with the problem's scoring table, and with parameters together; [] when all is well."""
    wrong = corpus_faults(kind, params.corpus)
    if params.training_seconds >= problem.limits.wall_seconds:
        why = Text("必须小于 limits.wall_seconds", "must be less than limits.wall_seconds")
        wrong.append(Fault(why, (kind, "training_seconds")))
    return wrong + scoring_faults(problem.scoring, scoring_keys)
