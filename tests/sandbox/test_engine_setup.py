"""An engine that runs is used; what cannot be had is said clearly."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sandbox.engine_setup import engine_version, ensure_engine, forget_dead_engine
from sandbox.job import SandboxError
from sandbox.registry import Installation

NOWHERE = "unix:///nowhere/docker.sock"


@pytest.mark.docker
def test_running_engine_is_used(installation: Installation) -> None:
    said: list[str] = []
    assert ensure_engine(installation, said.append) == f"version {engine_version('')}"
    assert said == []


def test_engine_elsewhere_is_not_started_by_us(tmp_path: Path) -> None:
    assert engine_version(NOWHERE) == ""
    with pytest.raises(SandboxError) as caught:
        ensure_engine(Installation("test", tmp_path, NOWHERE), print)
    assert str(caught.value) == f"no Docker engine answers at {NOWHERE}: start it, or correct the address"


@pytest.mark.parametrize("content", ["", "garbage", "999999999", "mine"])
def test_pid_file_of_a_dead_engine_is_removed(content: str, tmp_path: Path) -> None:
    pid_file = tmp_path / "docker.pid"
    pid_file.write_text(str(os.getpid()) if content == "mine" else content)
    forget_dead_engine(pid_file)
    forget_dead_engine(pid_file)
    assert not pid_file.exists()
