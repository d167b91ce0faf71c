"""The states of a submission and the one table of moves between them; and the names of verdicts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from runners.base import VerdictCode


class State(models.TextChoices):
    """Where a submission is. ``DONE`` always comes with a verdict."""

    QUEUED = "queued", _("Queued")
    PREPARING = "preparing", _("Preparing")
    RUNNING = "running", _("Running")
    SCORING = "scoring", _("Scoring")
    DONE = "done", _("Done")


MOVES: dict[State, frozenset[State]] = {
    State.QUEUED: frozenset({State.PREPARING, State.DONE}),
    State.PREPARING: frozenset({State.RUNNING, State.SCORING, State.QUEUED, State.DONE}),
    State.RUNNING: frozenset({State.SCORING, State.QUEUED, State.DONE}),
    State.SCORING: frozenset({State.RUNNING, State.QUEUED, State.DONE}),
    State.DONE: frozenset(),
}

IN_WORK = (State.PREPARING, State.RUNNING, State.SCORING)
UNFINISHED = (State.QUEUED, *IN_WORK)


def sources_of(target: State) -> list[State]:
    """The states from which ``target`` may be reached."""
    return [state for state, targets in MOVES.items() if target in targets]


class Verdicts(models.TextChoices):
    """What a person reads for each ``VerdictCode``."""

    ACCEPTED = VerdictCode.ACCEPTED.value, _("Accepted")
    WRONG_ANSWER = VerdictCode.WRONG_ANSWER.value, _("Wrong answer")
    REJECTED = VerdictCode.REJECTED.value, _("Rejected by an audit")
    RUNTIME_ERROR = VerdictCode.RUNTIME_ERROR.value, _("Runtime error")
    CPU_TIME_LIMIT = VerdictCode.CPU_TIME_LIMIT.value, _("CPU time limit exceeded")
    WALL_TIME_LIMIT = VerdictCode.WALL_TIME_LIMIT.value, _("Wall time limit exceeded")
    MEMORY_LIMIT = VerdictCode.MEMORY_LIMIT.value, _("Memory limit exceeded")
    OUTPUT_LIMIT = VerdictCode.OUTPUT_LIMIT.value, _("Output limit exceeded")
    BAD_ARTIFACT = VerdictCode.BAD_ARTIFACT.value, _("Bad artifact")
    CANCELLED = VerdictCode.CANCELLED.value, _("Cancelled")
    JUDGE_ERROR = VerdictCode.JUDGE_ERROR.value, _("Judge error")


def headline_of(code: str, *, tested: bool) -> str:
    """The verdict in words. Where every test passed (``tested``), what was wrong is the score, and that is
    said."""
    if code == VerdictCode.WRONG_ANSWER and tested:
        return gettext("Below the pass mark")
    return str(Verdicts(code).label)
