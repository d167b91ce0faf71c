"""Rejudging: plan, dry run, then apply or discard. Every verdict stays; the one that is applied is added.

A dry run is a submission of its own, of the purpose ``rejudge``, that goes through queue and sandbox as any
other and counts for nothing. Few are queued at a time and only while no candidate waits, so nobody waits
behind more than one of them. To apply is to give the submission the dry run's verdict as one more
attempt's.
"""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from judge import limits, services
from judge.models import Submission, Verdict
from judge.rejudge_models import Rejudge, RejudgeItem
from judge.rejudge_selectors import UNUSABLE, Chosen, choose
from judge.selectors import served_lanes
from judge.standings import update_best
from judge.states import UNFINISHED, State

Stage = Rejudge.Stage
COPIED = (
    *("code", "score", "score_low", "score_high", "summary", "groups", "metrics", "audits", "resources"),
    *("timing", "seeds", "output", "image_digest", "base_model_hash"),
)


class RejudgeError(Exception):
    """Why it cannot be done. ``code`` is stable; pages have the words: ``nothing``, ``too_many``,
    ``stage``."""

    def __init__(self, code: str, count: int = 0) -> None:
        super().__init__(code)
        self.code, self.count = code, count


@transaction.atomic
def plan(by: User, reason: str, chosen: Chosen) -> Rejudge:
    """Fix which submissions are meant. Nothing is judged yet.

    Raises:
        RejudgeError: ``nothing`` is chosen, or ``too_many``.
    """
    rows = list(choose(chosen).defer("source").prefetch_related("verdicts")[: limits.REJUDGE_MOST + 1])
    if not rows:
        raise RejudgeError("nothing")
    if len(rows) > limits.REJUDGE_MOST:
        raise RejudgeError("too_many", choose(chosen).count())
    rejudge = Rejudge.objects.create(by=by, reason=reason, chosen=asdict(chosen))
    RejudgeItem.objects.bulk_create(
        RejudgeItem(rejudge=rejudge, submission=row, before=verdict)
        for row in rows
        if (verdict := row.latest_verdict) is not None
    )
    return rejudge


def start(rejudge: Rejudge) -> None:
    """Begin the dry run: ``feed`` queues it bit by bit.

    Raises:
        RejudgeError: ``stage``: it is not planned any more.
    """
    _move(rejudge, [Stage.PLANNED], Stage.RUNNING)


def discard(rejudge: Rejudge, by: User) -> None:
    """Give it up; what of its dry run is still under way is cancelled. Its verdicts stay and count for
    nothing.

    Raises:
        RejudgeError: ``stage``: it was applied or discarded.
    """
    _move(rejudge, [Stage.PLANNED, Stage.RUNNING, Stage.READY], Stage.DISCARDED, by)
    for run in Submission.objects.filter(rejudge_item__rejudge=rejudge, state__in=UNFINISHED):
        services.cancel(run)


def apply(rejudge: Rejudge, by: User) -> int:
    """Let the new verdicts count; return of how many submissions. Each is a short transaction: what broke off
    is gone on with by another call.

    Raises:
        RejudgeError: ``stage``: its dry run has not ended, or it was discarded.
    """
    if Rejudge.objects.filter(pk=rejudge.pk, stage=Stage.APPLIED).exists():
        rejudge.refresh_from_db()
    else:
        _move(rejudge, [Stage.READY], Stage.APPLIED, by)
    waiting = rejudge.items.filter(applied__isnull=True, run__state=State.DONE).exclude(
        run__code__in=UNUSABLE
    )
    return sum(_apply_item(pk) for pk in waiting.order_by("pk").values_list("pk", flat=True))


def _move(rejudge: Rejudge, sources: list[Stage], target: Stage, by: User | None = None) -> None:
    closed = {"closed_by": by, "closed_at": timezone.now()} if by else {}
    if not Rejudge.objects.filter(pk=rejudge.pk, stage__in=sources).update(stage=target, **closed):
        raise RejudgeError("stage")
    rejudge.refresh_from_db()


@transaction.atomic
def _apply_item(pk: int) -> int:
    """Add the dry run's verdict to the submission, unless another verdict counts there by now."""
    item = RejudgeItem.objects.select_related("run").get(pk=pk)
    row = Submission.objects.select_for_update().get(pk=item.submission_id)
    counting, found = row.latest_verdict, item.run.latest_verdict if item.run else None
    if counting is None or found is None or counting.pk != item.before_id or item.applied_id is not None:
        return 0
    verdict = Verdict(
        submission=row, attempt=counting.attempt + 1, **{name: getattr(found, name) for name in COPIED}
    )
    services.keep_verdict(verdict)
    update_best(row)
    RejudgeItem.objects.filter(pk=pk).update(applied=verdict)
    return 1


def feed() -> int:
    """Queue what may be judged now of the dry runs under way, and close those that have ended; return how
    many were queued."""
    running = list(Rejudge.objects.filter(stage=Stage.RUNNING).order_by("pk"))
    queued = sum(_feed_lane(lane) for lane in sorted(served_lanes())) if running else 0
    for rejudge in running:
        if not rejudge.items.exclude(run__state=State.DONE).exists():
            Rejudge.objects.filter(pk=rejudge.pk, stage=Stage.RUNNING).update(stage=Stage.READY)
    return queued


def _feed_lane(lane: str) -> int:
    """Queue the next dry runs of a lane, unless a candidate waits there."""
    unfinished = Submission.objects.filter(lane=lane, state__in=UNFINISHED)
    if unfinished.filter(state=State.QUEUED).exclude(purpose=Submission.Purpose.REJUDGE).exists():
        return 0
    under_way = unfinished.filter(purpose=Submission.Purpose.REJUDGE).count()
    due = RejudgeItem.objects.filter(
        rejudge__stage=Stage.RUNNING, run__isnull=True, submission__problem_version__lane=lane
    )
    rows = due.select_related("submission__problem_version").order_by("pk")
    return sum(_queue(item) for item in rows[: max(limits.REJUDGED_AT_ONCE - under_way, 0)])


@transaction.atomic
def _queue(item: RejudgeItem) -> int:
    """Queue the dry run of one submission, unless a moment ago another scheduler did so, or somebody
    discarded the rejudge."""
    stage = Rejudge.objects.select_for_update().values_list("stage", flat=True).get(pk=item.rejudge_id)
    locked = RejudgeItem.objects.select_for_update().get(pk=item.pk)
    if stage != Stage.RUNNING or locked.run_id is not None:
        return 0
    row = item.submission
    purpose = Submission.Purpose.REJUDGE
    locked.run = services.enqueue(User.objects.system(), row.problem_version, row.source, purpose)
    locked.save(update_fields=["run"])
    return 1
