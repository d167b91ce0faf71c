"""Every read of similarity findings for pages. Nothing here writes."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

from judge.models import Submission
from judge.similarity.winnowing import METHOD
from judge.similarity_models import SimilarityDecision, SimilarityFinding
from judge.states import State


def not_compared() -> QuerySet[Submission]:
    """What candidates sent in that has its verdict and was not compared with others by today's method."""
    candidates = Submission.objects.filter(purpose=Submission.Purpose.CANDIDATE, state=State.DONE)
    never = Q(fingerprints__isnull=True) | Q(fingerprints__compared_at__isnull=True)
    return candidates.filter(never | ~Q(fingerprints__method=METHOD)).select_related(
        "author", "problem_version__problem"
    )


def findings() -> QuerySet[SimilarityFinding]:
    """All findings, newest first, with what pages show of them; without the programs."""
    rows = SimilarityFinding.objects.select_related(
        "later__author", "earlier__author", "later__problem_version__problem", "earlier__problem_version"
    ).defer("later__source", "earlier__source", "regions")
    decisions = SimilarityDecision.objects.select_related("by")
    return rows.prefetch_related(Prefetch("decisions", queryset=decisions)).order_by("-pk")


def open_findings() -> QuerySet[SimilarityFinding]:
    """Those on which nobody decided yet, the most alike first."""
    return findings().filter(decisions__isnull=True).order_by("-score", "-pk")


def findings_of(submission: Submission) -> list[SimilarityFinding]:
    """Those of one submission, the most alike first."""
    rows = findings().filter(Q(later=submission) | Q(earlier=submission))
    return list(rows.order_by("-score", "-pk"))
