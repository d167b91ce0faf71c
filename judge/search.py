"""Finds questions and problems together, and narrows what was found by what the visitor did with it. Reads;
writes nothing. The words are ``questions.index``'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from judge import selectors
from judge.models import Submission
from questions import index
from questions.models import ProblemVersion, Question
from questions.selectors import UNLISTED, shown_questions
from runners.base import VerdictCode
from study.models import Card


class State(models.TextChoices):
    """What somebody did with a question or a problem."""

    NEW = "new", _("New to me")
    TRIED = "tried", _("Tried")
    DONE = "done", _("Solved")


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for; "" means not at all. ``kind`` is "question", or a kind of problem."""

    query: str = ""
    kind: str = ""
    topic: str = ""
    difficulty: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One of the two; ``state`` is "" for a visitor."""

    question: Question | None
    version: ProblemVersion | None
    state: str


@dataclass(frozen=True, slots=True)
class _Line:
    """What filters need to know of a question or a problem, whose id is ``pk``."""

    is_question: bool
    pk: int
    kind: str
    topic: str
    difficulty: str


class Hits(Sequence[Hit]):
    """What was found, the best first; only what is looked at is read from the database."""

    def __init__(self, lines: list[_Line], states: dict[_Line, str]) -> None:
        self._lines, self._states = lines, states

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, place: int) -> Hit: ...
    @overload
    def __getitem__(self, place: slice) -> list[Hit]: ...
    def __getitem__(self, place: int | slice) -> Hit | list[Hit]:
        if isinstance(place, int):
            return self[place : place + 1][0]
        lines = self._lines[place]
        asked = [line.pk for line in lines if line.is_question]
        questions = shown_questions().defer(*UNLISTED).in_bulk(asked) if asked else {}
        versions = {one.problem_id: one for one in selectors.current_versions()}
        return [
            Hit(
                questions.get(line.pk) if line.is_question else None,
                None if line.is_question else versions[line.pk],
                self._states.get(line, ""),
            )
            for line in lines
        ]


def search(filters: Filters, user: User | None) -> Hits:
    """What was found; without words everything, questions before problems."""
    lines = {(line.is_question, line.pk): line for line in (*_questions(), *_problems())}
    found: Iterable[_Line | None] = lines.values()
    if filters.query.strip():
        keys = [
            (one.question_id is not None, one.question_id or one.problem_id or 0)
            for one in index.find(filters.query)
        ]
        found = (lines.get(key) for key in keys)
    kept = [line for line in found if line is not None and _passes(line, filters)]
    states = _states_of(kept, user) if user else {}
    if filters.state:
        kept = [line for line in kept if states.get(line) == filters.state]
    return Hits(kept, states)


def _questions() -> Iterator[_Line]:
    rows = shown_questions().values_list("pk", "topic__slug", "difficulty")
    return (_Line(True, pk, "question", topic, difficulty) for pk, topic, difficulty in rows)


def _problems() -> Iterator[_Line]:
    return (
        _Line(False, one.problem_id, one.kind, "", one.difficulty) for one in selectors.current_versions()
    )


def _passes(line: _Line, filters: Filters) -> bool:
    asked = ((filters.kind, line.kind), (filters.topic, line.topic), (filters.difficulty, line.difficulty))
    return all(wanted in {"", given} for wanted, given in asked)


def _states_of(lines: list[_Line], user: User) -> dict[_Line, str]:
    states = _states(user)
    return {line: _state_of(line, states) for line in lines}


@dataclass(frozen=True, slots=True)
class _States:
    """Ids: questions that were studied, problems that were tried and those that were solved."""

    studied: frozenset[int]
    tried: frozenset[int]
    solved: frozenset[int]


def _states(user: User) -> _States:
    mine = Submission.objects.filter(author=user, purpose=Submission.Purpose.CANDIDATE)
    studied = Card.objects.filter(author=user, last_review__isnull=False).values_list("question", flat=True)
    tried = mine.values_list("problem_version__problem", flat=True).distinct()
    return _States(
        frozenset(studied), frozenset(tried), frozenset(tried.filter(verdicts__code=VerdictCode.ACCEPTED))
    )


def _state_of(line: _Line, states: _States) -> str:
    if line.is_question:
        return State.TRIED if line.pk in states.studied else State.NEW
    if line.pk in states.solved:
        return State.DONE
    return State.TRIED if line.pk in states.tried else State.NEW
