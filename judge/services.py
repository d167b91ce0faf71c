"""Every write to submissions and verdicts. Each function is one short transaction.

Moves between states are conditional UPDATEs on (id, attempt, state): whoever lost the row writes
nothing. Reading is in ``judge.selectors``; running a submission is in ``judge.pipeline``.
"""

from __future__ import annotations

import logging
import math
import time
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from judge import limits
from judge.curves import Points
from judge.models import Curve, Reference, Submission, Verdict, Worker
from judge.selectors import lane_served, served_lanes
from judge.standings import update_best
from judge.states import IN_WORK, UNFINISHED, State, sources_of
from questions.index import index_problem
from questions.models import ProblemVersion
from runners.base import Text, VerdictCode
from runners.registry import load_runner

log = logging.getLogger(__name__)

JUDGE_TASK = "judge.tasks.judge_submission"
QUOTA_WITHIN = timedelta(hours=1)


class SubmitError(Exception):
    """Why a submission was not taken. ``code`` is stable; pages have the words for it."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


class LeaseLost(Exception):
    """Another attempt has this submission now, or it is finished: stop and write nothing."""


def submit(
    author: User,
    version: ProblemVersion,
    source: str,
    purpose: str = Submission.Purpose.CANDIDATE,
    *,
    unlimited: bool = False,
) -> Submission:
    """Check the code and the author's quota, and queue it. ``unlimited``: whatever the author has sent in
    before; for what nobody can send in again later.

    Raises:
        SubmitError: ``empty``, ``too_large``, ``not_text``, ``not_published``, ``paused``,
            ``lane_not_served``, ``too_many_active``, ``too_many_this_hour``.
    """
    check_source(version, source)
    check_lane(version)
    if purpose == Submission.Purpose.CANDIDATE:
        _check_open(version)
    with transaction.atomic():
        if purpose == Submission.Purpose.CANDIDATE and not author.is_system and not unlimited:
            _check_quota(author)
        return enqueue(author, version, source, purpose)


def enqueue(author: User, version: ProblemVersion, source: str, purpose: str) -> Submission:
    """Save the code as ``queued`` and announce its id once the row is committed. It checks nothing."""
    submission = Submission.objects.create(
        author=author,
        problem_version=version,
        purpose=purpose,
        source=source,
        lane=version.lane,
        announced_at=timezone.now(),
    )
    transaction.on_commit(lambda: announce(submission.pk, submission.lane))
    return submission


def check_source(version: ProblemVersion, source: str) -> None:
    """Refuse what is no program of an allowed size.

    Raises:
        SubmitError: ``empty``, ``not_text``, ``too_large``.
    """
    if not source.strip():
        raise SubmitError("empty")
    if "\0" in source:
        raise SubmitError("not_text")
    allowed = load_runner(version.kind).max_source_bytes
    size = len(source.encode())
    if size > allowed:
        raise SubmitError("too_large", size=size, allowed=allowed)


def _check_open(version: ProblemVersion) -> None:
    if not version.published:
        raise SubmitError("not_published")
    if version.paused:
        raise SubmitError("paused", reason=Text(version.paused_reason_zh, version.paused_reason_en))


def check_lane(version: ProblemVersion) -> None:
    """Queue nothing that nobody here can run.

    Raises:
        SubmitError: ``lane_not_served``.
    """
    if not lane_served(version.lane):
        raise SubmitError("lane_not_served", lane=version.lane)


def _check_quota(author: User) -> None:
    """Infrastructure faults are not the candidate's: judge errors do not count."""
    User.objects.select_for_update().filter(pk=author.pk).first()
    mine = Submission.objects.filter(author=author, purpose=Submission.Purpose.CANDIDATE)
    active = mine.filter(state__in=UNFINISHED).count()
    if active >= settings.ENV.active_submissions:
        raise SubmitError("too_many_active", active=active, allowed=settings.ENV.active_submissions)
    allowed, now = settings.ENV.submissions_per_hour, timezone.now()
    recent = mine.filter(created_at__gt=now - QUOTA_WITHIN).exclude(
        verdicts__code=VerdictCode.JUDGE_ERROR.value
    )
    times = list(recent.order_by("-created_at").values_list("created_at", flat=True)[:allowed])
    if len(times) == allowed:
        minutes = math.ceil((times[-1] + QUOTA_WITHIN - now) / timedelta(minutes=1))
        raise SubmitError("too_many_this_hour", allowed=allowed, minutes=max(1, minutes))


def announce(submission_id: int, lane: str) -> None:
    """Put the id on the lane's queue. A broker that fails only delays: the reaper announces again."""
    try:
        current_app.send_task(JUDGE_TASK, args=[submission_id], queue=lane)
    except Exception:
        log.exception("submission %s could not be announced; it stays queued", submission_id)
        with suppress(DatabaseError):  # it is announced again all the same, only later
            forget_announcement(submission_id)


def forget_announcement(submission_id: int) -> None:
    """Let the reaper announce the row at its next round: the message came to nothing."""
    Submission.objects.filter(pk=submission_id).update(announced_at=None)


def forget_announcements(lanes: list[str]) -> None:
    """Have all that waits in these lanes announced anew: a worker that was killed took messages with it, and
    the one that starts in its place cannot know which."""
    Submission.objects.filter(state=State.QUEUED, lane__in=lanes).update(announced_at=None)


def claim(submission_id: int) -> Submission | None:
    """Take a queued submission for one attempt, or return None: it is taken, done or not due."""
    now = timezone.now()
    due = Q(not_before__isnull=True) | Q(not_before__lte=now)
    taken = Submission.objects.filter(due, pk=submission_id, state=State.QUEUED).update(
        state=State.PREPARING, attempt=F("attempt") + 1, lease_until=_lease_end()
    )
    if not taken:
        return None
    return Submission.objects.select_related("problem_version__problem", "author").get(pk=submission_id)


def _lease_end() -> datetime:
    return timezone.now() + timedelta(seconds=settings.ENV.lease_seconds)


def advance(held: Submission, state: State) -> None:
    """Move a held submission on; to stay where it is is no move and allowed.

    Raises:
        LeaseLost: it is not this attempt's any more.
    """
    allowed = [*sources_of(state), state]
    kept = _mine(held).filter(state__in=allowed).update(state=state, lease_until=_lease_end())
    if not kept:
        raise LeaseLost(f"submission {held.pk}, attempt {held.attempt}")


def renew(held: Submission) -> bool:
    """Prolong the lease; return whether a cancel was asked for.

    Raises:
        LeaseLost: it is not this attempt's any more.
    """
    if not _mine(held).update(lease_until=_lease_end()):
        raise LeaseLost(f"submission {held.pk}, attempt {held.attempt}")
    return Submission.objects.values_list("cancel_requested", flat=True).get(pk=held.pk)


def _mine(held: Submission) -> QuerySet[Submission]:
    return Submission.objects.filter(pk=held.pk, attempt=held.attempt, state__in=IN_WORK)


def keep_curve(held: Submission, points: Points) -> None:
    """Store a held submission's curve as it is now, in the place of what an earlier attempt left.

    Raises:
        LeaseLost: it is not this attempt's any more; nothing was written.
    """
    with transaction.atomic():
        if not _mine(held).select_for_update().exists():
            raise LeaseLost(f"submission {held.pk}, attempt {held.attempt}")
        Curve.objects.update_or_create(
            submission_id=held.pk,
            defaults={"attempt": held.attempt, "columns": points.columns(), "reported": points.reported},
        )


def finish(held: Submission, verdict: Verdict, per_example: bytes = b"") -> None:
    """Store the attempt's verdict and close the submission, both or neither.

    Raises:
        LeaseLost: it is not this attempt's any more; nothing was written.
    """
    with transaction.atomic():
        closed = _mine(held).update(state=State.DONE, lease_until=None, finished_at=timezone.now())
        if not closed:
            raise LeaseLost(f"submission {held.pk}, attempt {held.attempt}")
        verdict.submission, verdict.attempt = held, held.attempt
        keep_verdict(verdict)
        update_best(held)
        if held.purpose == Submission.Purpose.REFERENCE and verdict.code == VerdictCode.ACCEPTED:
            _publish(held.problem_version, verdict, per_example)


def keep_verdict(verdict: Verdict) -> None:
    """Store a verdict, and on its submission what lists need of it."""
    verdict.save()
    Submission.objects.filter(pk=verdict.submission_id).update(code=verdict.code, score=verdict.score)


def _publish(version: ProblemVersion, verdict: Verdict, per_example: bytes) -> None:
    """Keep the reference, and open the version to candidates unless it has a gate to pass. A run of files
    that the version has no more makes none."""
    rows = ProblemVersion.objects.filter(pk=version.pk, digest=version.digest)
    if not rows.exists():
        return
    Reference.objects.get_or_create(
        problem_version=version, defaults={"verdict": verdict, "per_example": per_example}
    )
    if rows.filter(gated=False).update(published=True):
        index_problem(version.problem)


def give_back(held: Submission, *, after_failure: bool = False) -> None:
    """Return a held submission to the queue. ``after_failure`` counts it and lets it wait; without,
    nothing was wrong with this run (a clean shutdown, an engine that is down)."""
    wait = limits.RETRY_DELAYS[held.failures] if after_failure else 0.0
    returned = _mine(held).update(
        state=State.QUEUED,
        lease_until=None,
        announced_at=None,
        failures=F("failures") + int(after_failure),
        not_before=timezone.now() + timedelta(seconds=wait),
    )
    if returned and Submission.objects.filter(pk=held.pk, cancel_requested=True).exists():
        cancel(held)  # whoever asked for it waits for no engine to come back


def cancel(submission: Submission) -> None:
    """Cancel: at once while queued, else by asking the worker that holds it."""
    with transaction.atomic():
        row = Submission.objects.select_for_update().get(pk=submission.pk)
        if row.state == State.DONE:
            return
        row.cancel_requested = True
        if row.state == State.QUEUED:
            row.state, row.finished_at = State.DONE, timezone.now()
            keep_verdict(
                _bare_verdict(row, VerdictCode.CANCELLED, "取消时尚在排队。", "Cancelled while queued.")
            )
        row.save(update_fields=["state", "finished_at", "cancel_requested"])


def judge_error(held: Submission, zh: str, en: str) -> None:
    """Close a submission by a verdict that is the judge's own fault and does not count."""
    finish(held, _bare_verdict(held, VerdictCode.JUDGE_ERROR, zh, en))


def pause(version: ProblemVersion, zh: str, en: str) -> None:
    """Take no more submissions for a version whose own files fail, until an author clears it."""
    ProblemVersion.objects.filter(pk=version.pk).update(paused_reason_zh=zh, paused_reason_en=en)


def _bare_verdict(submission: Submission, code: VerdictCode, zh: str, en: str) -> Verdict:
    """A verdict without any measurement."""
    return Verdict(
        submission=submission,
        attempt=submission.attempt,
        code=code.value,
        score=0.0,
        summary={"zh": zh, "en": en},
        groups=[],
        metrics=[],
        audits=[],
        resources={},
        timing={},
        seeds={},
    )


def reap() -> int:
    """Put back what lost its worker, close what was lost too often; count both. Then announce what waits.

    A database that lets this wait let no worker renew its leases: then the next round says which were lost.
    """
    started = time.monotonic()
    _forget_old_workers()
    if time.monotonic() - started > limits.LEASE_POLL:
        return 0
    now = timezone.now()
    lost = Submission.objects.filter(state__in=IN_WORK, lease_until__lt=now)
    moved = sum(_recover(row) for row in lost.select_related("problem_version"))
    announce_again()
    return moved


def _forget_old_workers() -> None:
    """Take workers that are long gone out of the table: a write, which waits as long as any other."""
    Worker.objects.filter(
        seen_at__lt=timezone.now() - timedelta(seconds=limits.WORKER_FORGOTTEN_AFTER)
    ).delete()


def announce_again() -> int:
    """Announce queued rows whose message is lost or was used up; return how many. Few at a time and
    seldom, and none for a lane that nobody serves: a message is only a hint."""
    now = timezone.now()
    due = Q(not_before__isnull=True) | Q(not_before__lte=now)
    unheard = Q(announced_at__isnull=True) | Q(
        announced_at__lt=now - timedelta(seconds=limits.HINT_AGAIN_AFTER)
    )
    waiting = Submission.objects.filter(due, unheard, state=State.QUEUED, lane__in=served_lanes()).order_by(
        "id"
    )
    rows = list(waiting.values_list("pk", "lane")[: limits.HINTS_AT_ONCE])
    Submission.objects.filter(pk__in=[pk for pk, _ in rows]).update(announced_at=now)
    for pk, lane in rows:
        announce(pk, lane)
    return len(rows)


def _recover(row: Submission) -> int:
    """Close or re-queue one row whose lease ran out, unless its worker came back in between."""
    expired = _mine(row).filter(lease_until=row.lease_until)
    if row.cancel_requested or row.failures >= limits.MAX_RETRIES:
        with transaction.atomic():
            if not expired.update(state=State.DONE, lease_until=None, finished_at=timezone.now()):
                return 0
            keep_verdict(_last_word(row))
            return 1
    return expired.update(
        state=State.QUEUED,
        lease_until=None,
        announced_at=None,
        failures=F("failures") + 1,
        not_before=timezone.now(),
    )


def _last_word(row: Submission) -> Verdict:
    if row.cancel_requested:
        return _bare_verdict(row, VerdictCode.CANCELLED, "已取消。", "Cancelled.")
    return _bare_verdict(
        row,
        VerdictCode.JUDGE_ERROR,
        f"评测进程在评测中途失联 {row.failures + 1} 次。这不计入你的成绩，请再次提交。",
        f"The judging worker was lost {row.failures + 1} times. This does not count; please submit again.",
    )
