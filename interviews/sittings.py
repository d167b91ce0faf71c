"""Everything that is written while a candidate sits: answers with their snapshots, submissions, the end.

A sitting ends once: by its candidate, by the bell, or by an interviewer. Programs that were written and not
submitted are submitted then; where one is not taken, its work says why. Reading is in
``interviews.selectors``.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone, translation

from interviews import limits
from interviews.models import Entry, Item, Sitting, Snapshot, Work
from judge import runs, services
from judge.models import Submission
from judge.refusals import explain
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


def _still_on(sitting: Sitting) -> Sitting:
    """The sitting as it is, and nobody ends it before this transaction is through: what is taken here was
    taken before the end, or is not taken.

    Raises:
        Over: it has ended.
    """
    row = Sitting.objects.select_for_update().get(pk=sitting.pk)
    if is_over(row, grace=limits.GRACE_SECONDS):
        raise Over
    return row


def save_work(sitting: Sitting, item: Item, text: str, revision: int, pasted: int = 0) -> Saved:
    """Keep what was written, and a snapshot of it. ``revision`` is that of the text it came from.

    Raises:
        Over: the sitting has ended.
    """
    with transaction.atomic():
        work, _ = Work.objects.get_or_create(sitting=_still_on(sitting), item=item)
        if work.text == text:
            return Saved(work, conflict=False)
        if work.revision != revision:
            return Saved(work, conflict=True)
        _replace(work, text, pasted)
        return Saved(work, conflict=False)


def save_program(sitting: Sitting, item: Item, text: str, revision: int) -> Saved:
    """As ``save_work``, of a program that is about to be sent. It goes over one that was sent itself, which
    is kept by that: a browser without scripts goes back to a form that knows nothing of its own last save.

    Raises:
        Over: the sitting has ended.
    """
    saved = save_work(sitting, item, text, revision)
    sent = Entry.objects.filter(sitting=sitting, item=item, submission__source=saved.work.text)
    if saved.conflict and sent.exists():
        return save_work(sitting, item, text, saved.work.revision)
    return saved


def _replace(work: Work, text: str, pasted: int) -> None:
    """Write the text in the place of the one before. That becomes a snapshot where the last one is some
    seconds old, or the new text was pasted; pasted text is one at once."""
    last = work.snapshots.last()
    if pasted or last is None or (timezone.now() - last.at).total_seconds() >= _wait(work):
        _keep_snapshot(work)
    work.text, work.revision = text, work.revision + 1
    work.save()
    if pasted:
        _keep_snapshot(work, pasted)


def _wait(work: Work) -> float:
    """Seconds between two snapshots."""
    eighths = 8 * work.snapshots.count() // limits.SNAPSHOTS
    return float(limits.SNAPSHOT_EVERY * 2 ** max(0, eighths - 3))


def _keep_snapshot(work: Work, pasted: int = 0) -> None:
    """Keep what stands there, unless it is kept already. Past the limit only the text itself goes on."""
    last = work.snapshots.last()
    kept = work.revision == 0 or (last is not None and last.at == work.saved_at)
    if not kept and work.snapshots.count() < limits.SNAPSHOTS:
        Snapshot.objects.create(work=work, at=work.saved_at, text=work.text, pasted=pasted)


def submit(sitting: Sitting, item: Item, source: str) -> Submission:
    """Submit a program for an item of the sitting.

    Raises:
        Over: the sitting has ended.
        SubmitError: as ``judge.services.submit``.
    """
    assert item.problem_version is not None, "only programs are submitted"
    with transaction.atomic():
        return _enter(_still_on(sitting), item, services.submit(sitting.author, item.problem_version, source))


def run(sitting: Sitting, item: Item, source: str, typed: str) -> Submission:
    """Run a program on the public samples of an item.

    Raises:
        Over: the sitting has ended.
        SubmitError: as ``judge.runs.start_run``.
    """
    assert item.problem_version is not None, "only programs are run"
    with transaction.atomic():
        return _enter(
            _still_on(sitting), item, runs.start_run(sitting.author, item.problem_version, source, typed)
        )


def _enter(sitting: Sitting, item: Item, made: Submission) -> Submission:
    """Make a submission one of the sitting; in a blind session it goes by the sitting's alias everywhere."""
    Entry.objects.create(sitting=sitting, item=item, submission=made)
    if sitting.session.blind:
        Submission.objects.filter(pk=made.pk).update(alias=sitting.alias)
    return made


def close(sitting: Sitting) -> None:
    """Let the bell ring now: what is on its way is still taken, as at the end of the time."""
    with transaction.atomic():
        row = Sitting.objects.select_for_update().get(pk=sitting.pk)
        if not is_over(row):
            row.ends_at, row.ending = timezone.now(), Sitting.Ending.CLOSED
            row.save(update_fields=["ends_at", "ending"])


def give_time(sitting: Sitting, minutes: int) -> bool:
    """Let a sitting go on for longer, by ``minutes``; False when its bell has rung."""
    with transaction.atomic():
        row = Sitting.objects.select_for_update().get(pk=sitting.pk)
        if is_over(row) or row.ending:
            return False
        row.ends_at += timedelta(minutes=minutes)
        row.extra_minutes += minutes
        row.save(update_fields=["ends_at", "extra_minutes"])
    return True


def end(sitting: Sitting, ending: Sitting.Ending) -> bool:
    """End it now, and submit the programs that were not; False when it had ended before. All of it or
    nothing: what fails on the way leaves the sitting open for the next round of the bell."""
    with transaction.atomic():
        row = Sitting.objects.select_for_update().get(pk=sitting.pk)
        if row.ended_at is not None:
            return False
        row.ended_at, row.ending = timezone.now(), row.ending or ending
        row.save(update_fields=["ended_at", "ending"])
        for work in row.works.select_related("item__problem_version"):
            _keep_snapshot(work)
            if work.item.is_code:
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
        refused = {}
    except SubmitError as error:
        refused = _in_both(error)
    # Not by save(): that would set anew when the work was saved.
    Work.objects.filter(pk=work.pk).update(refused=refused)


def _in_both(error: SubmitError) -> dict[str, str]:
    """Why a program was not taken, for readers of either language."""
    said = {}
    for name, language in (("zh", "zh-hans"), ("en", "en")):
        with translation.override(language):
            said[name] = explain(error)
    return said


def submit_refused(sitting: Sitting, item: Item) -> None:
    """Submit after all what was refused at the end, if it is taken now; the work says whether it was. Nothing
    where nothing was refused."""
    with transaction.atomic():
        row = Sitting.objects.select_for_update().get(pk=sitting.pk)
        work = row.works.select_related("item__problem_version").filter(item=item).first()
        if work is not None and work.refused:
            _submit_last(row, work)


def ring(now: datetime | None = None) -> int:
    """End every sitting whose time is up; return how many. One that cannot be ended delays no other."""
    late = (now or timezone.now()) - timedelta(seconds=limits.GRACE_SECONDS)
    ended = 0
    for sitting in Sitting.objects.filter(ended_at__isnull=True, ends_at__lt=late):
        try:
            ended += end(sitting, Sitting.Ending.BELL)
        except Exception:
            log.exception("sitting %s could not be ended; the next round tries again", sitting.pk)
    return ended
