"""The base model of a problem, as the bytes that go into its containers."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from runners.base import Problem
from runners.tuning.base_models import BaseModelError, files_of, installed
from sandbox.job import SandboxError


def base_of(problem: Problem) -> dict[str, bytes]:
    """The files of the problem's base model by name; kept in memory for the next submission.

    Raises:
        SandboxError: it is not installed, or not in order; no retry helps.
    """
    name = str(problem.params["base_model"])
    try:
        folder = installed(name, problem.models)
        return _files(name, problem.models, (folder / "model.safetensors").stat().st_mtime_ns)
    except BaseModelError as error:
        raise SandboxError(str(error), retryable=False) from error


@lru_cache(maxsize=2)
def _files(name: str, models: Path, _changed: int) -> dict[str, bytes]:
    return files_of(name, models)
