"""Fixtures of the sandbox's tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sandbox.docker_engine import DockerSandbox
from sandbox.registry import Installation
from tests.sandbox.fake_nvidia_smi import FakeNvidiaSmi


@pytest.fixture(scope="session")
def warm_sandbox(installation: Installation) -> Iterator[DockerSandbox]:
    """The real sandbox, with containers that wait."""
    one = DockerSandbox(replace(installation, name=f"{installation.name}-kit"))
    one.warm()
    yield one
    one.close()


@pytest.fixture
def nvidia_smi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeNvidiaSmi:
    """A machine that seems to have two GPUs."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return FakeNvidiaSmi(folder)


@pytest.fixture
def no_nvidia_smi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without the program, whatever this one has."""
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
