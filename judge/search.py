"""Finds questions and problems together, and narrows what was found by what the visitor did with it. Reads;
writes nothing. The words are ``questions.index``'s.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from judge import selectors
from judge.models import Submission
from questions import index
from questions.models import ProblemVersion, Question
from questions.selectors import shown_questions
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

    @property
    def thing(self) -> Question | ProblemVersion:
        """The one that it is."""
        found = self.question or self.version
        assert found is not None
        return found


def search(filters: Filters, user: User | None) -> list[Hit]:
    """What was found, the best first; without words everything, questions before problems."""
    questions = {one.pk: one for one in shown_questions()} if filters.kind in {"", "question"} else {}
    versions = (
        {one.problem_id: one for one in selectors.current_versions()} if filters.kind != "question" else {}
    )
    states = _states(user)
    if filters.query.strip():
        found = index.find(filters.query)
        pairs = [(questions.get(one.question_id or 0), versions.get(one.problem_id or 0)) for one in found]
    else:
        pairs = [*((one, None) for one in questions.values()), *((None, one) for one in versions.values())]
    hits = (Hit(*pair, state=_state_of(pair, states, user)) for pair in pairs if any(pair))
    return [hit for hit in hits if _passes(hit, filters)]


def _passes(hit: Hit, filters: Filters) -> bool:
    if filters.kind not in {"", "question"} and (hit.version is None or hit.version.kind != filters.kind):
        return False
    if filters.topic and (hit.question is None or hit.question.topic.slug != filters.topic):
        return False
    if filters.difficulty and hit.thing.difficulty != filters.difficulty:
        return False
    return not filters.state or hit.state == filters.state


@dataclass(frozen=True, slots=True)
class _States:
    """Ids: questions that were studied, problems that were tried and those that were solved."""

    studied: frozenset[int]
    tried: frozenset[int]
    solved: frozenset[int]


def _states(user: User | None) -> _States:
    if user is None:
        return _States(frozenset(), frozenset(), frozenset())
    mine = Submission.objects.filter(author=user, purpose=Submission.Purpose.CANDIDATE)
    studied = Card.objects.filter(author=user, last_review__isnull=False).values_list("question", flat=True)
    tried = mine.values_list("problem_version__problem", flat=True).distinct()
    solved = mine.filter(verdicts__code=VerdictCode.ACCEPTED).values_list(
        "problem_version__problem", flat=True
    )
    return _States(frozenset(studied), frozenset(tried), frozenset(solved))


def _state_of(pair: tuple[Question | None, ProblemVersion | None], states: _States, user: User | None) -> str:
    if user is None:
        return ""
    question, version = pair
    if question is not None:
        return State.TRIED if question.pk in states.studied else State.NEW
    assert version is not None
    if version.problem_id in states.solved:
        return State.DONE
    return State.TRIED if version.problem_id in states.tried else State.NEW
