"""This installation's base models: which problems need them, and getting them through its sandbox.

What a base model is and what it must hold is ``runners.tuning.base_models``; here it meets settings, database
and sandbox. Judging itself never fetches one.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from judge import selectors, workshop
from questions.problem_loader import models_folder
from runners.tuning import base_models
from runners.tuning.base_models import BaseModel, BaseModelError
from sandbox.job import Job, Result, SandboxError

Say = Callable[[str], None]


def config_file() -> Path:
    """Where an installation names base models of its own."""
    return Path(settings.HOME) / "base_models.toml"


def known() -> dict[str, BaseModel]:
    """Every base model that this installation may have, by name.

    Raises:
        BaseModelError: ``base_models.toml`` is not in order.
    """
    return base_models.known(config_file())


def needed() -> list[str]:
    """The base models that problems of this site name, in the order of the problems; only of those problems
    that this machine judges."""
    versions = selectors.current_versions().filter(lane__in=workshop.lanes())
    tables = [version.config.get(version.kind, {}) for version in versions]
    return list(dict.fromkeys(table["base_model"] for table in tables if "base_model" in table))


def run_job(job: Job) -> Result:
    """Run a trusted job in this installation's sandbox, to its end."""
    return workshop.sandbox().run(job, lambda event: None, lambda: False)


def fetch(model: BaseModel, say: Say) -> bool:
    """Install a model unless it is there and in order; return whether it had to be.

    Raises:
        BaseModelError, SandboxError: it cannot be had now.
    """
    if not base_models.verify(model, models_folder()):
        return False
    base_models.fetch(model, models_folder(), run_job, say)
    return True


def install_needed(say: Say) -> str:
    """Install what problems need and is at hand; say in a few words what became of each. A model that cannot
    be had stops only the problems that name it: the doctor tells of it."""
    try:
        models = known()
    except BaseModelError as error:
        return str(error)
    return ", ".join(_install(name, models.get(name), say) for name in needed()) or "none needed"


def _install(name: str, model: BaseModel | None, say: Say) -> str:
    if model is None:
        return f"{name}: there is no such base model"
    try:
        if not base_models.verify(model, models_folder()):
            return f"{name} unchanged"
        if not model.source.at_hand():
            return f"{name} not there (“manage.py base_models fetch {name}” fetches it)"
        base_models.fetch(model, models_folder(), run_job, say)
    except (BaseModelError, SandboxError, LookupError) as error:
        return f"{name} failed: {error}"
    return f"{name} installed"
