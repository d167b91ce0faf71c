"""The parameters of a ``function`` problem: the table ``[function]``, its groups, and the points of each."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from runners.base import Fault, Problem, Text
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
        pydantic.ValidationError: they are not in order.
    """
    return Params.model_validate(dict(problem.params))


def faults(problem: Problem) -> list[Fault]:
    """What is wrong with the problem's groups, scoring table and files; [] when all is well."""
    groups = params_of(problem).groups
    no_samples = Text(f"必须有名为 {SHOWN} 的分组", f"there must be one called {SHOWN}")
    wrong = [] if SHOWN in groups else [Fault(no_samples, ("function", "groups"))]
    files = (CASES, f"public/{SAMPLES}", REFERENCE)
    missing = [file for file in files if not (problem.package / file).is_file()]
    wrong += [Fault(Text("缺少这个文件", "the file is missing"), file=file) for file in missing]
    return wrong + scoring_faults(problem.scoring, tuple(groups))
