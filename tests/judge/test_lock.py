"""One site a state folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from judge.lock import AlreadyRunning, only_one


def test_only_one_refuses_a_second_holder_and_names_the_first(tmp_path: Path) -> None:
    path = tmp_path / "run" / "up.lock"
    with (
        only_one(path),
        pytest.raises(AlreadyRunning, match=f"process {os.getpid()} already serves"),
        only_one(path),
    ):
        pass


def test_only_one_can_be_held_again_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "run" / "up.lock"
    for _ in range(2):
        with only_one(path):
            assert path.read_text() == str(os.getpid())
    assert path.read_text() == ""
