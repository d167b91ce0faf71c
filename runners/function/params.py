"""The parameters of a ``function`` problem: the table ``[function]``, its groups, and the points of each."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from runners.base import Problem, Text
from runners.scoring import scoring_faults

SHOWN = "samples"
"""The group whose tests are shown."""

CASES, SAMPLES, REFERENCE = "cases.py", "samples.py", "solutions/reference.py"


class Title(BaseModel):
    """A title in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    @property
    def text(self) -> Text:
        return Text(self.zh, self.en)


class Params(BaseModel):
    """What an author chooses: the image that solutions run in, and the groups of tests by their keys. Those
    of the group ``samples`` come from ``public/samples.py`` and are shown; the others from ``cases.py``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    image: Literal["base", "torch"] = "base"
    groups: dict[str, Title] = Field(min_length=2)


def params_of(problem: Problem) -> Params:
    """The problem's parameters, validated.

    Raises:
        pydantic.ValidationError: they are not in order; ``faults`` lists why.
    """
    return Params.model_validate(dict(problem.params))


def faults(problem: Problem) -> list[str]:
    """What is wrong with the problem's parameters, scoring table and files; [] when all is well."""
    try:
        params = params_of(problem)
    except ValidationError as error:
        return [f"function.{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
    wrong = [] if SHOWN in params.groups else [f"function.groups: there must be one called {SHOWN}"]
    files = (CASES, f"public/{SAMPLES}", REFERENCE)
    wrong += [f"{file}: missing" for file in files if not (problem.package / file).is_file()]
    return wrong + scoring_faults(problem.scoring, tuple(params.groups))
