"""A container's owner is gone when its process is, and not when another host's might be."""

from __future__ import annotations

import pytest

from sandbox.owner import is_gone, this_process


def test_this_process_is_not_gone() -> None:
    assert is_gone(this_process()) is False


def test_same_pid_started_at_another_time_is_another_process() -> None:
    assert is_gone(this_process() + "0") is True


@pytest.mark.parametrize("owner", ["", "elsewhere:1:1", "nonsense"])
def test_owner_that_cannot_be_looked_up_is_not_called_gone(owner: str) -> None:
    assert is_gone(owner) is False
