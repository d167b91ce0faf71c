"""Finds questions and problems together, and narrows what was found by what the visitor did with it. Reads;
writes nothing. The words are ``questions.index``'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import overload

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from judge import selectors
from judge.models import Submission
from questions import index
from questions.models import ProblemVersion, Question
from questions.selectors import UNLISTED, belonging_to, shown_questions
from runners.base import VerdictCode
from study.models import Card, CardState

QUESTION = "question"
"""The kind of a question, among the kinds of problems."""
FEW = 200
"""Questions whose cards are asked for by name; of more, all cards of the user are read."""


class State(models.TextChoices):
    """How somebody stands with a question or a problem: each has one of these."""

    NEW = "new", _("New to me")
    DUE = "due", _("Due")
    LEARNING = "learning", _("Learning")
    LEARNT = "learnt", _("Known")
    TRIED = "tried", _("Tried")
    DONE = "done", _("Solved")


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for; "" means not at all. ``kind`` is "question", or a kind of problem. A problem is in
    the topics that it belongs to by ``questions.selectors.Belonging``."""

    query: str = ""
    kind: str = ""
    topic: str = ""
    difficulty: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One of the two; ``state`` is None for a visitor."""

    question: Question | None
    version: ProblemVersion | None
    state: State | None


Key = tuple[bool, int]
"""Whether it is a question, and the number of the question or of the problem."""


class Hits(Sequence[Hit]):
    """What was found, the best first; only what is looked at is read from the database."""

    def __init__(self, keys: list[Key], user: User | None) -> None:
        self._keys, self._user = keys, user

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, place: int) -> Hit: ...
    @overload
    def __getitem__(self, place: slice) -> list[Hit]: ...
    def __getitem__(self, place: int | slice) -> Hit | list[Hit]:
        if isinstance(place, int):
            return self[place : place + 1][0]
        keys = self._keys[place]
        asked = [pk for is_question, pk in keys if is_question]
        questions = shown_questions().defer(*UNLISTED).in_bulk(asked) if asked else {}
        problems = [pk for is_question, pk in keys if not is_question]
        listed = selectors.current_versions().defer(*selectors.UNSHOWN)
        rows = listed.filter(problem__in=problems) if problems else []
        versions = {one.problem_id: one for one in rows}
        states = states_of(self._user, keys) if self._user else {}
        return [
            Hit(
                questions[pk] if is_question else None,
                None if is_question else versions[pk],
                states.get((is_question, pk)),
            )
            for is_question, pk in keys
        ]


def search(filters: Filters, user: User | None) -> Hits:
    """What was found; without words everything, questions before problems."""
    keys = [*_questions(filters), *_problems(filters)]
    if filters.query.strip():
        kept = set(keys)
        keys = [key for key in map(_key_of, index.find(filters.query)) if key in kept]
    if filters.state:
        states = states_of(user, keys) if user else {}
        keys = [key for key in keys if states.get(key) == filters.state]
    return Hits(keys, user)


def _key_of(found: index.Found) -> Key:
    return found.question_id is not None, found.question_id or found.problem_id or 0


def _questions(filters: Filters) -> Iterable[Key]:
    """Those that pass the filters, in the order of the bank."""
    if filters.kind not in {"", QUESTION}:
        return []
    rows = shown_questions()
    if filters.query.strip():
        rows = rows.order_by()  # what is found has an order of its own
    if filters.topic:
        rows = rows.filter(topic__slug=filters.topic)
    if filters.difficulty:
        rows = rows.filter(difficulty=filters.difficulty)
    return ((True, pk) for pk in rows.values_list("pk", flat=True))


def _problems(filters: Filters) -> Iterable[Key]:
    """The same of problems."""
    if filters.kind == QUESTION:
        return []
    rows = selectors.current_versions()
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.difficulty:
        rows = rows.filter(difficulty=filters.difficulty)
    found = rows.values_list("problem_id", "problem__slug", "tags")
    topic = belonging_to(filters.topic) if filters.topic else None
    return ((False, pk) for pk, slug, tags in found if topic is None or topic.holds(slug, tags))


def states_of(user: User, keys: list[Key]) -> dict[Key, State]:
    """How the user stands with each of them. Two queries at most."""
    found: dict[Key, State] = {}
    asked = [pk for is_question, pk in keys if is_question]
    if asked:
        cards = Card.objects.filter(author=user, last_review__isnull=False).order_by()
        due = Q(due__lte=timezone.now())
        if len(asked) <= FEW:
            cards = cards.filter(question__in=asked)
        rows = cards.annotate(is_due=due).values_list("question", "state", "is_due")
        found |= {(True, pk): _state_of(state, is_due) for pk, state, is_due in rows}
    if len(asked) < len(keys):
        mine = Submission.objects.filter(author=user, purpose=Submission.Purpose.CANDIDATE).order_by()
        for pk, code in mine.values_list("problem_version__problem", "code").distinct():
            solved = code == VerdictCode.ACCEPTED or found.get((False, pk)) == State.DONE
            found[False, pk] = State.DONE if solved else State.TRIED
    return {key: found.get(key, State.NEW) for key in keys}


def _state_of(state: int, is_due: bool) -> State:
    if is_due:
        return State.DUE
    return State.LEARNT if state == CardState.REVIEW else State.LEARNING
