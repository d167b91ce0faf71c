"""The base model of the shipped problems, installed once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.runners.tuning.problems import install_base


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of base models with ``zh-gpt2-mini`` in it."""
    return install_base(tmp_path_factory.mktemp("models"))
