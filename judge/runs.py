"""Runs: a program tried on public samples and on input of the candidate's own. A Run is a submission with a
purpose of its own, so it travels the same way, but it counts for nothing and waits behind no submission.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from judge import limits, services
from judge.models import Submission
from judge.selectors import with_verdicts
from judge.services import SubmitError
from judge.states import UNFINISHED, State
from questions.models import ProblemVersion
from runners.registry import load_runner

LANE = "run"
"""Of Runs that need no more than the default lane has. Workers look for these by themselves."""


def start_run(author: User, version: ProblemVersion, source: str, typed: str = "") -> Submission:
    """Queue a Run in the place of the one that this author may still have going.

    Raises:
        SubmitError: ``empty``, ``too_large``, ``not_text``, ``typed_too_large``, ``lane_not_served``,
            ``too_many_runs``.
    """
    services.check_source(version, source)
    services.check_lane(version)
    typed = _clean(version, typed)
    with transaction.atomic():
        User.objects.select_for_update().filter(pk=author.pk).first()
        mine = runs_of(author)
        recent = mine.filter(created_at__gt=timezone.now() - timedelta(seconds=limits.RUNS_WITHIN)).count()
        if recent >= limits.RUNS_AT_ONCE and not author.is_system:
            raise SubmitError("too_many_runs", count=recent, seconds=round(limits.RUNS_WITHIN))
        for earlier in mine.filter(state__in=UNFINISHED):
            services.cancel(earlier)
        row = Submission.objects.create(
            author=author,
            problem_version=version,
            purpose=Submission.Purpose.RUN,
            source=source,
            typed=typed,
            lane=_lane_of(version),
            announced_at=timezone.now(),
        )
        if row.lane != LANE:
            transaction.on_commit(lambda: services.announce(row.pk, row.lane))
    return row


def _clean(version: ProblemVersion, typed: str) -> str:
    """What was typed, where the kind takes anything."""
    if load_runner(version.kind).typed is None:
        return ""
    if (size := len(typed.encode())) > limits.TYPED_BYTES:
        raise SubmitError("typed_too_large", size=size, allowed=limits.TYPED_BYTES)
    return typed.replace("\0", "").replace("\r\n", "\n")


def _lane_of(version: ProblemVersion) -> str:
    return LANE if version.lane == settings.CELERY_TASK_DEFAULT_QUEUE else version.lane


def runs_of(author: User) -> QuerySet[Submission]:
    """All of somebody's Runs, newest first, with their verdicts."""
    return with_verdicts(Submission.objects.filter(author=author, purpose=Submission.Purpose.RUN))


def next_run(lanes: Sequence[str]) -> int | None:
    """The Run that waits longest and that a worker of these lanes may do."""
    if settings.CELERY_TASK_DEFAULT_QUEUE not in lanes:
        return None
    due = Q(not_before__isnull=True) | Q(not_before__lte=timezone.now())
    waiting = Submission.objects.filter(due, state=State.QUEUED, lane=LANE)
    return waiting.order_by("id").values_list("pk", flat=True).first()
