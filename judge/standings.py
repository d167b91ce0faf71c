"""Keeps ``Best`` true: each author's best verdict on each version, derived from the verdicts.

It is computed anew, never raised by comparing: a second verdict of a submission may be worse than its first.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from judge.models import Best, Submission, Verdict
from runners.base import VerdictCode

UNRANKED = (VerdictCode.REJECTED, VerdictCode.CANCELLED, VerdictCode.JUDGE_ERROR)


def update_best(submission: Submission) -> None:
    """Find the best verdict of the submission's author on its version once more, and store or remove it.

    To be called in the transaction that wrote a verdict, after it was written.
    """
    if submission.purpose != Submission.Purpose.CANDIDATE:
        return
    author, version = submission.author_id, submission.problem_version_id
    with transaction.atomic():
        # Two of one author's may end at once: the later one must see the verdict of the earlier.
        User.objects.select_for_update().filter(pk=author).first()
        found = _best_of(author, version)
        if found is None:
            Best.objects.filter(author_id=author, problem_version_id=version).delete()
            return
        Best.objects.update_or_create(
            author_id=author,
            problem_version_id=version,
            defaults={
                "verdict": found,
                "points": points_of(found.score),
                "reached_at": found.submission.created_at,
            },
        )


def counted_verdicts(author: int) -> QuerySet[Verdict]:
    """The verdicts that count of what somebody sent in: of each submission the latest."""
    later = Verdict.objects.filter(submission=OuterRef("submission"), attempt__gt=OuterRef("attempt"))
    return Verdict.objects.filter(
        ~Exists(later), submission__author=author, submission__purpose=Submission.Purpose.CANDIDATE
    )


def points_of(score: float) -> float:
    """The score as pages show it, with one decimal."""
    return round(score, 1)


def _best_of(author: int, version: int) -> Verdict | None:
    """The author's highest score above 0 on the version, the earliest of several. What was sent in under an
    alias is not among them: a score on a board would tell whose it is."""
    mine = counted_verdicts(author).filter(
        submission__problem_version=version, submission__alias="", score__gt=0
    )
    rows = (
        mine.exclude(code__in=UNRANKED)
        .select_related("submission")
        .only("score", "submission__created_at", "submission__author_id", "submission__problem_version_id")
    )
    return min(rows, key=lambda row: (-points_of(row.score), row.submission.created_at, row.pk), default=None)
