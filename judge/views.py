"""The pages of problems and submissions. Thin: selectors read, services write."""

from __future__ import annotations

import csv
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from judge import limits, selectors, services
from judge.forms import SubmitForm
from judge.models import Submission
from judge.refusals import explain
from judge.states import State
from questions.models import ProblemVersion
from questions.problem_loader import runner_problem
from questions.render import render_code
from questions.selectors import questions_of_problem
from runners.registry import load_runner

STOP_POLLING = 286
PER_PAGE = 30


def signed_in(request: HttpRequest) -> User | None:
    """The user, or None for an anonymous visitor."""
    return request.user if isinstance(request.user, User) else None


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


@require_http_methods(["GET", "HEAD", "POST"])
def problem(request: HttpRequest, slug: str) -> HttpResponse:
    """Read a problem; post a solution."""
    version = get_object_or_404(selectors.current_versions(), problem__slug=slug)
    if request.method == "POST":
        return _submit(request, version)
    earlier = _earlier(request, version)
    form = SubmitForm(initial={"source": earlier.source if earlier else version.starter})
    return _problem_page(request, version, form, earlier=earlier)


def _earlier(request: HttpRequest, version: ProblemVersion) -> Submission | None:
    """The submission to this problem that ``?from=`` names, if the visitor may see it."""
    user, number = signed_in(request), request.GET.get("from", "")
    if user is None or not number.isdecimal():
        return None
    return (
        selectors.submissions_for(user)
        .filter(pk=int(number), problem_version__problem=version.problem)
        .first()
    )


def _submit(request: HttpRequest, version: ProblemVersion) -> HttpResponse:
    user = signed_in(request)
    if user is None:
        messages.info(request, _("Sign in to submit. Your code stays in this browser."))
        return redirect("account_login")
    form = SubmitForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            row = services.submit(user, version, form.cleaned_data["source"])
        except services.SubmitError as error:
            form.add_error(None, explain(error))
        else:
            return redirect("submission", pk=row.pk)
    return _problem_page(request, version, form, status=422)


def _problem_page(
    request: HttpRequest,
    version: ProblemVersion,
    form: SubmitForm,
    *,
    earlier: Submission | None = None,
    status: int = 200,
) -> HttpResponse:
    user, runner = signed_in(request), load_runner(version.kind)
    chinese = request.LANGUAGE_CODE.startswith("zh")
    given = runner_problem(version)
    return render(
        request,
        "judge/problem.html",
        {
            "version": version,
            "form": form,
            "earlier": earlier,
            "solved": user is not None and selectors.has_solved(user, version),
            "kind": runner.title,
            "rows": runner.scoring_rows(given),
            "limits": version.config["limits"] | {"source_bytes": runner.max_source_bytes},
            "pass_mark": given.pass_mark,
            "hints": version.hints_zh if chinese else version.hints_en,
            "questions": questions_of_problem(version.problem.slug),
            "submissions": selectors.own_submissions(user, version)[:10] if user else [],
            "judging": selectors.judging(version.lane),
            "served": selectors.lane_served(version.lane),
            "making": None if version.published else selectors.makings([version])[version.pk],
        },
        status=status,
    )


@login_required
@require_safe
def submission_list(request: HttpRequest) -> HttpResponse:
    """My submissions; everybody's for those who may see them."""
    user = cast(User, request.user)
    rows = selectors.submissions_for(user)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "judge/submission_list.html",
        {"page": page, "everyone": user.has_perm("judge.view_all_submissions")},
    )


def _visible(request: HttpRequest, pk: int) -> Submission:
    """The submission, or 404 for one that is not there and for one that is somebody else's alike."""
    rows = selectors.with_verdicts(Submission.objects.all())
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
        "curve_mark": f"{row.attempt}-{curve.reported}" if curve else "",
    }


@login_required
@require_safe
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """The verdict page: live stages, then the verdict."""
    row = _visible(request, pk)
    context = _status(request, row) | {"source_html": render_code(row.source, "python")}
    return render(request, "judge/submission.html", context)


@login_required
@require_safe
def submission_status(request: HttpRequest, pk: int) -> HttpResponse:
    """The live parts of the page; status 286 tells htmx that nothing more will come. ``seen`` is the mark of
    the curve that the page has: the points come again only when there are others."""
    row = _visible(request, pk)
    status = STOP_POLLING if row.state == State.DONE else 200
    context = _status(request, row) | {"seen": request.GET.get("seen", "")}
    return render(request, "judge/_live.html", context, status=status)


@login_required
@require_safe
def submission_curve(request: HttpRequest, pk: int) -> HttpResponse:
    """The reported curve as a CSV file."""
    curve = selectors.curve_of(_visible(request, pk))
    if curve is None:
        raise Http404
    named = {"Content-Disposition": f'attachment; filename="curve-{pk}.csv"'}
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers=named)
    csv.writer(response).writerows(curve.sheet())
    return response


@login_required
@require_POST
def submission_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop judging a submission."""
    row = _visible(request, pk)
    if not request.user.has_perm("judge.cancel_submission", row):
        raise Http404
    services.cancel(row)
    return redirect("submission", pk=pk)
