"""One table of moves: no way out of done, no state without a way to it."""

from __future__ import annotations

from judge.states import MOVES, State, Verdicts
from runners.base import VerdictCode


def test_moves_name_every_state_once() -> None:
    assert set(MOVES) == set(State)


def test_done_is_final_and_every_other_state_can_reach_it() -> None:
    assert MOVES[State.DONE] == frozenset()
    assert all(State.DONE in targets for state, targets in MOVES.items() if state != State.DONE)


def test_every_verdict_has_words() -> None:
    assert {code.value for code in VerdictCode} == set(Verdicts.values)
