"""A real sandbox for the tests: the engine is started and the image built when they are missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.docker_engine import DockerSandbox
from sandbox.engine_setup import ensure_engine
from sandbox.image_build import build_images
from sandbox.registry import Installation


def _ignore(_line: str) -> None: ...


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation of this test run alone, on an engine that answers and has the images."""
    home: Path = tmp_path_factory.mktemp("home")
    installation = Installation(name=f"test-{home.parent.name}-{home.name}", home=home)
    ensure_engine(installation, _ignore)
    build_images(installation, _ignore)
    return installation


@pytest.fixture(scope="session")
def sandbox(installation: Installation) -> DockerSandbox:
    """The Docker backend."""
    return DockerSandbox(installation)
