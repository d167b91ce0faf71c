"""Settings come from the environment and a typo stops the process."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from judge.env import ROOT, Env, secret


def test_env_reads_its_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUNEROOM_PORT", "9000")
    assert Env().port == 9000


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("TUNEROOM_PROT", "9000", "unknown settings TUNEROOM_PROT"),
        ("TUNEROOM_PORT", "99999", "less than or equal to 65535"),
        ("TUNEROOM_DEBUG", "perhaps", "unable to interpret input"),
        ("TUNEROOM_PROXIES", "127.0.0.1,everybody", "does not appear to be an IPv4 or IPv6 network"),
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


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("TUNEROOM_PORT", "99999", "TUNEROOM_PORT: Input should be less than or equal to 65535"),
        ("TUNEROOM_PROT", "9000", "unknown settings TUNEROOM_PROT; known: "),
    ],
)
def test_start_stops_with_a_sentence_that_names_the_variable(name: str, value: str, sentence: str) -> None:
    command = [sys.executable, str(ROOT / "manage.py"), "check"]
    done = subprocess.run(
        command, env=os.environ | {name: value}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr[: len(sentence) + 14]) == (1, f"Bad settings: {sentence}")
