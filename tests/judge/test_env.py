"""Settings come from the environment and a typo stops the process."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from pydantic import ValidationError

from judge.env import Env, secret


def test_env_reads_its_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUNEROOM_PORT", "9000")
    assert Env().port == 9000


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("TUNEROOM_PROT", "9000", "unknown settings TUNEROOM_PROT"),
        ("TUNEROOM_PORT", "99999", "less than or equal to 65535"),
        ("TUNEROOM_DEBUG", "perhaps", "unable to interpret input"),
        ("TUNEROOM_LOG_LEVEL", "LOUD", "Input should be 'DEBUG'"),
    ],
)
def test_env_refuses_what_it_does_not_know(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match=message):
        Env()


def test_secret_is_drawn_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    first = secret(tmp_path, "installation")
    assert (len(first), secret(tmp_path, "installation"), secret(tmp_path, "other") == first) == (
        32,
        first,
        False,
    )
    assert stat.S_IMODE((tmp_path / "secrets" / "installation").stat().st_mode) == 0o600
