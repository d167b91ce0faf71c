"""A kind from another package is found once it is pip-installed, and passes the conformance kit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from runners.conformance import cases
from runners.registry import kinds

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with tuneroom-toy installed in it, built from a copy so that no build files stay."""
    folder = tmp_path_factory.mktemp("plugin")
    source = shutil.copytree(HERE, folder / "source", ignore=shutil.ignore_patterns("__pycache__"))
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check"]
    target = folder / "site"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", *options, "--target", target, source],
        check=True,
        timeout=120,
    )
    return target


def test_plugin_is_not_there_before_it_is_installed() -> None:
    assert "echo" not in kinds()


def test_plugin_conforms_after_pip_install(installed: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONWARNINGS": "error"}
    command = [sys.executable, HERE / "conform.py"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.stderr == ""
    *passed, names = done.stdout.splitlines()
    assert passed == [f"ok {case.name}" for case in cases()]
    assert "echo" in names.split()
