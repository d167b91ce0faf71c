"""Running code on samples and on input of one's own. Thin: ``judge.runs`` writes."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from judge import runs, selectors
from judge.bench_views import current_version, problem_page
from judge.forms import RunForm
from judge.models import Submission
from judge.refusals import explain
from judge.services import SubmitError
from judge.views import for_signed_in, signed_in


@require_POST
@for_signed_in
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Run the posted code."""
    version, user = current_version(slug), cast(User, request.user)
    return answer_run(
        request,
        lambda source, typed: runs.start_run(user, version, source, typed),
        lambda form: problem_page(request, version, form, status=422),
    )


def answer_run(
    request: HttpRequest,
    begin: Callable[[str, str], Submission],
    refused: Callable[[RunForm], HttpResponse],
) -> HttpResponse:
    """``begin`` a Run of the posted code and input. The answer to a script is the part of the page that shows
    the result; without one it is the result's own page, or the ``refused`` form's."""
    scripted, form = "HX-Request" in request.headers, RunForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            row = begin(form.cleaned_data["source"], form.cleaned_data["typed"])
        except SubmitError as error:
            form.add_error(None, explain(error))
        else:
            return render(request, "judge/_run.html", _context(row)) if scripted else redirect("run", row.pk)
    if scripted:
        faults = [one for all in form.errors.values() for one in all]
        return render(request, "judge/_run.html", {"faults": faults})
    return refused(form)


@login_required
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The result of a Run on a page of its own."""
    return render(request, "judge/run.html", _context(_own(request, pk)))


@require_safe
def status(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that shows the result, or how far it is."""
    if signed_in(request) is None:
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    return render(request, "judge/_run.html", _context(_own(request, pk)))


def _own(request: HttpRequest, pk: int) -> Submission:
    """A Run is shown to who started it alone."""
    return get_object_or_404(runs.runs_of(cast(User, request.user)), pk=pk)


def _context(row: Submission) -> dict[str, Any]:
    return {
        "run": row,
        "version": row.problem_version,
        "verdict": row.latest_verdict,
        "judging": selectors.judging(row.problem_version.lane),
    }
