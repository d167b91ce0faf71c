"""``base_models.toml``: the base models that an installation adds to those that are shipped.

A table a model, named after it: ``folder`` (of this machine) or ``hub`` with ``revision`` says where it comes
from, and ``licence`` what allows its use. It reads and checks the file; it fetches nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, model_validator

from runners.base import Text
from runners.tuning.model_folder import NAME, BaseModelError
from runners.tuning.model_sources import HubModel, LocalFolder

UNKNOWN_COST = Text("未说明", "not stated")

Words = Annotated[str, StringConstraints(min_length=1)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Commit = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{40}$")]
HubId = Annotated[str, StringConstraints(pattern=r"^[\w.-]+(/[\w.-]+)?$")]


class Cost(BaseModel):
    """What fine-tuning the model costs, in words in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    zh: Words
    en: Words


class ModelTable(BaseModel):
    """One table of the file. ``weights_sha256`` is of ``model.safetensors`` as installed; left out, the model
    is whatever comes at the first fetch."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    folder: Words | None = None
    hub: HubId | None = None
    revision: Commit | None = None
    licence: Words
    weights_sha256: Sha256 | None = None
    cpu_cost: Cost | None = None
    gpu_cost: Cost | None = None

    @model_validator(mode="after")
    def _one_source(self) -> ModelTable:
        if (self.folder is None) == (self.hub is None):
            raise ValueError("give either folder or hub")
        if (self.hub is None) != (self.revision is None):
            raise ValueError("revision (a commit, 40 hexadecimal digits) belongs to hub")
        if self.folder is not None and not Path(self.folder).is_absolute():
            raise ValueError("folder must be an absolute path")
        return self

    @property
    def source(self) -> LocalFolder | HubModel:
        """Where the model comes from."""
        if self.folder is not None:
            return LocalFolder(Path(self.folder))
        assert self.hub is not None
        assert self.revision is not None
        return HubModel(self.hub, self.revision)


def read_tables(file: Path, taken: Collection[str]) -> dict[str, ModelTable]:
    """Read the file's tables by the models' names; none where there is no file. ``taken`` names are refused.

    Raises:
        BaseModelError: says file, model and key of everything that is wrong.
    """
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BaseModelError(f"{file}: {error}") from error
    tables: dict[str, ModelTable] = {}
    wrong: list[str] = []
    for name, table in content.items():
        wrong += [f"{file}: {name}: {line}" for line in _wrong_name(name, taken)]
        try:
            tables[name] = ModelTable.model_validate(table)
        except ValidationError as error:
            wrong += [f"{file}: {name}: {_where(e['loc'])}{e['msg']}" for e in error.errors()]
    if wrong:
        raise BaseModelError("\n".join(wrong))
    return tables


def _wrong_name(name: str, taken: Collection[str]) -> list[str]:
    if name in taken:
        return ["a shipped model has this name"]
    return [] if NAME.fullmatch(name) else ["a name has small letters, digits, “.”, “_” and “-” only"]


def _where(place: tuple[int | str, ...]) -> str:
    return "".join(f"{part}: " for part in place)


def words(cost: Cost | None) -> Text:
    """A cost as text of both languages."""
    return Text(cost.zh, cost.en) if cost else UNKNOWN_COST
