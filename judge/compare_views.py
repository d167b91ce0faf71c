"""Two submissions beside each other. Thin: ``judge.comparison`` and ``questions.diff`` compare."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from judge import comparison, limits, selectors
from judge.curves import overlay
from judge.models import Submission
from judge.views import visible_submission
from questions.diff import diff_sources


@login_required
@require_safe
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to the comparison with the submission that ``?with=`` names; 404 when that is no number."""
    other = request.GET.get("with", "").lstrip("#")
    if not (other.isascii() and other.isdecimal()) or len(other) > limits.NUMBER_DIGITS:
        raise Http404
    return redirect("compare", pk=pk, other=int(other))


@login_required
@require_safe
def compare(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """What changed from the earlier of two submissions to the later one; 404 unless both may be seen."""
    if pk == other:
        return redirect("submission", pk=pk)
    old, new = (visible_submission(request, number) for number in sorted((pk, other)))
    context = {"old": old, "new": new, "diff": diff_sources(old.source, new.source)}
    context |= {"others": selectors.siblings(new), "chosen": old.pk, "submission": new}
    return render(request, "judge/compare.html", context | verdict_changes(old, new) | _curves(old, new))


def verdict_changes(old: Submission, new: Submission) -> dict[str, Any]:
    """What the verdicts differ in; nothing unless both are there."""
    before, after = old.latest_verdict, new.latest_verdict
    if before is None or after is None:
        return {}
    return {
        "before": before,
        "after": after,
        "score": comparison.compare_scores(before, after),
        "metrics": comparison.compare_metrics(before, after),
        "groups": comparison.compare_groups(before, after),
        "audits": comparison.compare_audits(before, after),
        "resources": comparison.compare_resources(before, after),
    }


def _curves(old: Submission, new: Submission) -> dict[str, Any]:
    """Both curves in one, or what there is of them."""
    found = {f"#{row.pk}": selectors.curve_of(row) for row in (old, new)}
    curves = {label: curve for label, curve in found.items() if curve is not None}
    if not curves:
        return {}
    laid = overlay(curves)
    return {"curve": laid, "curve_rows": laid.rows(limits.CURVE_ROWS), "curve_labels": list(curves)}
