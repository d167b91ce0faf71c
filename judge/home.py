"""The home page: for a visitor the landing page, for others what is due, in the queue, to try next, and done.

It stands above study and questions, which know nothing of submissions. Nothing here writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from judge import live, selectors
from judge.live import LivePart, live_part
from judge.models import Submission
from judge.states import UNFINISHED
from judge.views import signed_in
from questions.models import Difficulty, ProblemVersion, Question
from questions.selectors import UNLISTED, shown_questions, topics_with_counts
from study import progress
from study.models import Card, Review
from study.selectors import Scope, new_questions, reviews_of
from study.views.common import learner_of, sidebar

QUEUE, EVENTS = "queue-live", "events-live"
"""The live parts of the page."""
TRY_NEXT = 3
FEED = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A problem to try: ``question`` is a studied one that it goes with, None where there is none."""

    version: ProblemVersion
    question: Question | None


@dataclass(frozen=True, slots=True)
class Event:
    """One line of recent activity: a submission or a review."""

    at: datetime
    submission: Submission | None = None
    review: Review | None = None


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where to go on."""
    user, name = signed_in(request), live.wanted(request)
    if user is None:
        if name:
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        context: dict[str, Any] = {"topics": topics_with_counts(), "problems": selectors.current_versions()}
        return render(request, "home.html", context)
    if name:
        return live.answer(request, _queue(request, user) if name == QUEUE else _events(request, user))
    learner, now = learner_of(request), timezone.now()
    new = new_questions(user, Scope()).defer(*UNLISTED)
    context = sidebar(learner, Scope(), now) | {
        "scope": None,
        "activity": progress.activity_of(learner, now),
        "queue": _queue(request, user),
        "suggestions": suggestions_for(user),
        "next_new": new.first(),
        "events": _events(request, user),
    }
    return render(request, "home.html", context)


def _queue(request: HttpRequest, user: User) -> LivePart:
    rows = list(queue_of(user))
    return live_part(request, QUEUE, "_home_queue.html", {"queue": rows}, going=rows != [])


def _events(request: HttpRequest, user: User) -> LivePart:
    events = events_of(user)
    going = selectors.any_unfinished(one.submission for one in events if one.submission)
    return live_part(request, EVENTS, "_home_events.html", {"events": events}, going=going)


def queue_of(user: User) -> QuerySet[Submission]:
    """The user's submissions without a verdict, each with ``ahead``: how many wait before it."""
    rows = Submission.objects.filter(author=user, purpose=Submission.Purpose.CANDIDATE, state__in=UNFINISHED)
    light = selectors.without_texts(rows.select_related("problem_version__problem"))
    return selectors.with_queue_places(light)


def suggestions_for(user: User) -> list[Suggestion]:
    """Open problems that the user has not solved: those that go with what was studied, then the easy ones."""
    solved = selectors.accepted_of(user).values("problem_version__problem")
    studied = _studied_by_problem(user)
    served = selectors.served_lanes() | {settings.CELERY_TASK_DEFAULT_QUEUE}
    found = [
        Suggestion(version, studied.get(version.problem.slug))
        for version in selectors.current_versions().exclude(problem__in=solved)
        if version.published and not version.paused and version.lane in served
    ]
    return sorted(found, key=_rank)[:TRY_NEXT]


def _rank(one: Suggestion) -> tuple[bool, int]:
    return one.question is None, Difficulty.values.index(one.version.difficulty)


def _studied_by_problem(user: User) -> dict[str, Question]:
    cards = Card.objects.filter(author=user, last_review__isnull=False).values("question")
    found = shown_questions().filter(pk__in=cards).exclude(linked_problem="").defer(*UNLISTED)
    return {question.linked_problem: question for question in found}


def events_of(user: User) -> list[Event]:
    """What the user did last, submissions and reviews together, the newest first."""
    own = Submission.objects.filter(author=user, purpose=Submission.Purpose.CANDIDATE)
    rows = selectors.in_rows(selectors.with_verdicts(own))[:FEED]
    sent = [Event(row.created_at, submission=row) for row in rows]
    latest = {row.card_id: row for row in reversed(reviews_of(user)[: FEED * FEED])}  # of each question one
    studied = [Event(row.reviewed_at, review=row) for row in latest.values()]
    return sorted([*sent, *studied], key=attrgetter("at"), reverse=True)[:FEED]
