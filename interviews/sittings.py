"""Everything that is written while a candidate sits: answers with their snapshots, submissions, the end.

A sitting ends once: by its candidate, by the bell, or by an interviewer. Programs that were written and not
submitted are submitted then. Reading is in ``interviews.selectors``.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from interviews import limits
from interviews.models import Entry, Item, Sitting, Snapshot, Work
from judge import runs, services
from judge.models import Submission
from judge.services import SubmitError

log = logging.getLogger(__name__)


class Over(Exception):
    """The sitting has ended: nothing more is taken."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save. ``conflict``: another window saved in between; ``work`` is as that left it."""

    work: Work
    conflict: bool


def is_over(sitting: Sitting, now: datetime | None = None, grace: float = 0.0) -> bool:
    """Whether it has ended, or its time was up ``grace`` seconds ago."""
    late = (now or timezone.now()) > sitting.ends_at + timedelta(seconds=grace)
    return sitting.ended_at is not None or late


def save_work(sitting: Sitting, item: Item, text: str, revision: int, pasted: int = 0) -> Saved:
    """Keep what was written, and a snapshot of it. ``revision`` is that of the text it came from.

    Raises:
        Over: the sitting has ended.
    """
    with transaction.atomic():
        row = Sitting.objects.select_for_update().get(pk=sitting.pk)
        if is_over(row, grace=limits.GRACE_SECONDS):
            raise Over
        work, _ = Work.objects.get_or_create(sitting=row, item=item)
        if work.text == text:
            return Saved(work, conflict=False)
        if work.revision != revision:
            return Saved(work, conflict=True)
        work.text, work.revision = text, work.revision + 1
        work.save()
        _keep_snapshot(work, pasted)
        return Saved(work, conflict=False)


def _keep_snapshot(work: Work, pasted: int) -> None:
    """Saves shortly after each other are one snapshot, unless something was pasted."""
    now = timezone.now()
    last = work.snapshots.order_by("-id").first()
    recent = last is not None and (now - last.at).total_seconds() < limits.SNAPSHOT_EVERY
    full = work.snapshots.count() >= limits.SNAPSHOTS
    if last is not None and not last.pasted and (full or (recent and not pasted)):
        Snapshot.objects.filter(pk=last.pk).update(text=work.text, at=now)
    else:
        Snapshot.objects.create(work=work, at=now, text=work.text, pasted=pasted)


def submit(sitting: Sitting, item: Item, source: str) -> Submission:
    """Submit a program for an item of the sitting.

    Raises:
        Over: the sitting has ended.
        SubmitError: as ``judge.services.submit``.
    """
    assert item.problem_version is not None, "only programs are submitted"
    if is_over(sitting, grace=limits.GRACE_SECONDS):
        raise Over
    with transaction.atomic():
        return _enter(sitting, item, services.submit(sitting.author, item.problem_version, source))


def run(sitting: Sitting, item: Item, source: str, typed: str) -> Submission:
    """Run a program on the public samples of an item.

    Raises:
        Over: the sitting has ended.
        SubmitError: as ``judge.runs.start_run``.
    """
    assert item.problem_version is not None, "only programs are run"
    if is_over(sitting, grace=limits.GRACE_SECONDS):
        raise Over
    with transaction.atomic():
        return _enter(sitting, item, runs.start_run(sitting.author, item.problem_version, source, typed))


def _enter(sitting: Sitting, item: Item, made: Submission) -> Submission:
    """Make a submission one of the sitting; in a blind session it goes by the sitting's alias everywhere."""
    Entry.objects.create(sitting=sitting, item=item, submission=made)
    if sitting.session.blind:
        Submission.objects.filter(pk=made.pk).update(alias=sitting.alias)
    return made


def end(sitting: Sitting, ending: Sitting.Ending) -> bool:
    """End it now, and submit the programs that were not; False when it had ended before."""
    with transaction.atomic():
        row = Sitting.objects.select_for_update().get(pk=sitting.pk)
        if row.ended_at is not None:
            return False
        row.ended_at, row.ending = timezone.now(), ending
        row.save(update_fields=["ended_at", "ending"])
    for work in row.works.filter(item__problem_version__isnull=False).select_related("item__problem_version"):
        _submit_last(row, work)
    return True


def _submit_last(sitting: Sitting, work: Work) -> None:
    """Submit what stands in the editor, unless it is the starter or was submitted last."""
    version, source = work.item.problem_version, work.text
    assert version is not None, "only programs are submitted"
    last = Entry.objects.filter(
        sitting=sitting, item=work.item, submission__purpose=Submission.Purpose.CANDIDATE
    ).last()
    if not source.strip() or source == version.starter or (last and last.submission.source == source):
        return
    try:
        with transaction.atomic():
            _enter(sitting, work.item, services.submit(sitting.author, version, source, unlimited=True))
    except SubmitError as error:
        # What was written stays in the work, for the reviewers to see.
        log.warning("sitting %s: its last program was not taken: %s", sitting.pk, error)


def ring(now: datetime | None = None) -> int:
    """End every sitting whose time is up; return how many."""
    late = (now or timezone.now()) - timedelta(seconds=limits.GRACE_SECONDS)
    due = Sitting.objects.filter(ended_at__isnull=True, ends_at__lt=late)
    return sum(end(sitting, Sitting.Ending.BELL) for sitting in due)
