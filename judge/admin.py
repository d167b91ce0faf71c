"""Submissions, verdicts, workers and what was found of them in Django's admin: to look at, not to change."""

from __future__ import annotations

from django.contrib import admin

from accounts.look_only import LookOnly
from judge.gate_models import SolutionCheck
from judge.models import Reference, Submission, Verdict, Worker
from judge.rejudge_models import Rejudge, RejudgeItem
from judge.similarity_models import SimilarityDecision, SimilarityFinding

PROBLEM = "problem_version__problem"


@admin.register(Submission)
class SubmissionAdmin(LookOnly):
    list_display = ("id", "author", "problem_version", "purpose", "state", "attempt", "created_at")
    list_filter = ("state", "purpose", "code", "created_at", PROBLEM)
    list_select_related = ("author", PROBLEM)
    search_fields = ("=id", "author__username", f"{PROBLEM}__slug")


@admin.register(Verdict)
class VerdictAdmin(LookOnly):
    list_display = ("id", "submission_id", "attempt", "code", "score", "created_at")
    list_filter = ("code", "created_at", f"submission__{PROBLEM}")
    search_fields = ("=submission__id", "submission__author__username")


@admin.register(Reference)
class ReferenceAdmin(LookOnly):
    list_display = ("problem_version", "verdict_id", "created_at")
    list_filter = ("problem_version__kind", "created_at")
    list_select_related = (PROBLEM,)
    search_fields = (f"{PROBLEM}__slug",)


@admin.register(SolutionCheck)
class SolutionCheckAdmin(LookOnly):
    list_display = ("version", "file", "submission_id", "by", "at")
    list_filter = ("at", "version__problem")
    list_select_related = ("version__problem", "by")
    search_fields = ("version__problem__slug", "file", "by__username")


@admin.register(SimilarityFinding)
class SimilarityFindingAdmin(LookOnly):
    list_display = ("id", "later_id", "earlier_id", "score", "created_at")
    list_filter = ("decisions__outcome", "created_at", f"later__{PROBLEM}")
    search_fields = ("=later__id", "=earlier__id", "later__author__username", "earlier__author__username")


@admin.register(SimilarityDecision)
class SimilarityDecisionAdmin(LookOnly):
    list_display = ("finding_id", "outcome", "by", "note", "created_at")
    list_filter = ("outcome", "created_at")
    list_select_related = ("by",)
    search_fields = ("=finding__id", "by__username", "note")


@admin.register(Rejudge)
class RejudgeAdmin(LookOnly):
    list_display = ("id", "by", "reason", "stage", "created_at", "closed_by", "closed_at")
    list_filter = ("stage", "created_at")
    list_select_related = ("by", "closed_by")
    search_fields = ("=id", "reason", "by__username")


@admin.register(RejudgeItem)
class RejudgeItemAdmin(LookOnly):
    list_display = ("rejudge_id", "submission_id", "before_id", "run_id", "applied_id")
    list_filter = ("rejudge__stage", ("applied", admin.EmptyFieldListFilter))
    search_fields = ("=rejudge__id", "=submission__id")


@admin.register(Worker)
class WorkerAdmin(LookOnly):
    list_display = ("name", "lanes", "seen_at", "trouble")
    list_filter = (("trouble", admin.EmptyFieldListFilter), "seen_at")
    search_fields = ("name", "trouble")
