"""The list of problems and the page of a submission. Thin: selectors read, services write."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from judge import hints, limits, selectors, services, similarity_selectors
from judge.models import Submission
from judge.sheet import CSV, csv_lines
from judge.states import State
from questions.render import render_code

STOP_POLLING = 286
View = Callable[..., HttpResponse]


def signed_in(request: HttpRequest) -> User | None:
    """The user, or None for an anonymous visitor."""
    return request.user if isinstance(request.user, User) else None


def for_signed_in(view: View) -> View:
    """As ``login_required``; but a script gets 401, for the sign-in page is no answer to it."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if signed_in(request) is None and "HX-Request" in request.headers:
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        return login_required(view)(request, *args, **kwargs)

    return asked


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look on pages that name no icon: the admin's, the API's."""
    return redirect(static("favicon.svg"))


@require_safe
def problem_list(request: HttpRequest) -> HttpResponse:
    """All problems with the visitor's best verdicts."""
    return render(
        request, "judge/problem_list.html", {"problems": selectors.problem_lines(signed_in(request))}
    )


def visible_submission(request: HttpRequest, pk: int) -> Submission:
    """The submission, or 404 for one that is not there and for one that is somebody else's alike."""
    rows = selectors.with_verdicts(Submission.objects.exclude(purpose=Submission.Purpose.RUN))
    row = get_object_or_404(rows, pk=pk)
    if not request.user.has_perm("judge.view_submission", row):
        raise Http404
    return row


def _status(request: HttpRequest, row: Submission) -> dict[str, Any]:
    curve = selectors.curve_of(row)
    return {
        "submission": row,
        "verdict": row.latest_verdict,
        "version": row.problem_version,
        "pass_mark": row.problem_version.config["pass_mark"],
        "stages": selectors.stages(row),
        "queue_place": selectors.queue_place(row),
        "judging": selectors.judging(row.lane),
        "can_cancel": row.state != State.DONE and request.user.has_perm("judge.cancel_submission", row),
        "curve": curve,
        "curve_rows": curve.rows(limits.CURVE_ROWS) if curve else [],
        "streamed": isinstance(request, ASGIRequest),
        "curve_mark": f"{row.attempt}-{curve.reported}" if curve else "",
    }


@login_required
@require_safe
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """The verdict page: live stages, then the verdict."""
    row = visible_submission(request, pk)
    context = _status(request, row) | {"source_html": render_code(row.source, "python")}
    context |= {"others": selectors.siblings(row), "verdicts": row.verdicts.all()}
    if row.author != request.user:
        context |= {"helped": hints.help_for(row.author, row.problem_version.problem)}
    if request.user.has_perm("judge.review_similarity"):
        context |= {"alike": similarity_selectors.findings_of(row)}
    return render(request, "judge/submission.html", context)


@require_safe
def submission_status(request: HttpRequest, pk: int) -> HttpResponse:
    """The live parts of the page; status 286 tells htmx that nothing more will come. ``seen`` is the mark of
    the curve that the page has: the points come again only when there are others. Whoever was signed out gets
    401: a redirect would put the sign-in page where the progress was."""
    if signed_in(request) is None:
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    row = visible_submission(request, pk)
    status = STOP_POLLING if row.state == State.DONE else 200
    context = _status(request, row) | {"seen": request.GET.get("seen", "")}
    return render(request, "judge/_live.html", context, status=status)


@login_required
@require_safe
def submission_curve(request: HttpRequest, pk: int) -> HttpResponse:
    """The reported curve as a CSV file."""
    curve = selectors.curve_of(visible_submission(request, pk))
    if curve is None:
        raise Http404
    named = {"Content-Disposition": f'attachment; filename="curve-{pk}.csv"'}
    return HttpResponse(csv_lines(curve.sheet()), content_type=CSV, headers=named)


@login_required
@require_POST
def submission_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop judging a submission."""
    row = visible_submission(request, pk)
    if not request.user.has_perm("judge.cancel_submission", row):
        raise Http404
    services.cancel(row)
    return redirect("submission", pk=pk)
