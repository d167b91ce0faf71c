"""Findings of similarity, for interviewers: the list, and one with both programs. Thin."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from judge import similarity_selectors, similarity_services
from judge.forms import DecisionForm
from judge.similarity_models import SimilarityDecision, SimilarityFinding
from judge.similarity_page import sides_of

PER_PAGE = 30
reviews_similarity = permission_required("judge.review_similarity", raise_exception=True)


@login_required
@reviews_similarity
@require_safe
def finding_list(request: HttpRequest) -> HttpResponse:
    """The findings that wait for somebody, with ``?show=all`` all of them."""
    everything = request.GET.get("show") == "all"
    rows = similarity_selectors.findings() if everything else similarity_selectors.open_findings()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "judge/finding_list.html", {"page": page, "everything": everything})


@login_required
@reviews_similarity
@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding with both programs. What is posted is a decision: it is added, and takes none back."""
    rows = similarity_selectors.findings().defer(None)
    row = get_object_or_404(rows, pk=pk)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _decide(row, cast(User, request.user), form)
        return redirect("finding", pk=pk)
    context = {"finding": row, "form": form, "sides": sides_of(row)}
    return render(request, "judge/finding.html", context, status=422 if form.errors else 200)


def _decide(row: SimilarityFinding, by: User, form: DecisionForm) -> None:
    outcome = SimilarityDecision.Outcome(form.cleaned_data["outcome"])
    similarity_services.decide(row, by, outcome, form.cleaned_data["note"])
