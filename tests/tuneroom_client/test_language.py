"""Which language is spoken, and that every state and verdict has a name in it."""

from __future__ import annotations

import pytest
from django.utils import translation

from judge.states import State, Verdicts
from questions.models import Difficulty
from tuneroom_client.language import DIFFICULTIES, STATES, VERDICTS, both, choose, named


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        ([], "en"),
        (["--language", "zh", "problems"], "zh"),
        (["--language=zh"], "zh"),
        (["--language", "zh", "--language", "en"], "en"),
        (["--language"], "en"),
        (["--language", "fr"], "en"),
    ],
)
def test_the_command_line_chooses(argv: list[str], expected: str) -> None:
    choose(argv)
    assert both("zh", "en") == expected
    choose([])


def test_states_verdicts_and_difficulties_are_called_what_the_site_calls_them() -> None:
    with translation.override("zh-hans"):
        assert {code: str(label) for code, label in State.choices} == STATES
        assert {code: str(label) for code, label in Verdicts.choices} == VERDICTS
        assert {code: str(label) for code, label in Difficulty.choices} == DIFFICULTIES
    assert named("accepted") == "accepted"
