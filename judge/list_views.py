"""The list of submissions and the files of one's own. Thin: ``judge.listing`` reads."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from judge import listing, live, selectors
from judge.forms import FilterForm
from judge.listing import Filters
from judge.live import live_part
from judge.sheet import CSV
from judge.stepwise import StepwiseResponse
from judge.views import for_signed_in

PER_PAGE = 30
FORMS = {
    "csv": (listing.as_csv, CSV),
    "json": (listing.as_json, "application/json"),
}


@for_signed_in
@require_safe
def submission_list(request: HttpRequest) -> HttpResponse:
    """My submissions, everybody's for those who may see them; narrowed and ordered. What a filter does not
    know is told, and leaves the list as it was."""
    user = cast(User, request.user)
    form = FilterForm(request.GET)
    rows = listing.find_submissions(selectors.submissions_for(user), form.filters())
    page = listing.page_of(rows, request.GET.get("page"), PER_PAGE)
    shown = {
        "page": page,
        "narrowed": form.filters() != Filters(sort=form.filters().sort),
        "everyone": user.has_perm("judge.view_all_submissions"),
    }
    going = selectors.any_unfinished(page.object_list)
    listed = live_part(request, "listed", "judge/_listed.html", shown, going=going)
    if live.wanted(request):
        return live.answer(request, listed)
    asked = request.GET.copy()
    asked.pop("page", None)
    context = shown | {"listed": listed, "form": form, "asked": asked.urlencode()}
    return render(request, "judge/submission_list.html", context, status=200 if form.is_valid() else 422)


@login_required
@require_safe
def submission_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """One's own submissions, narrowed as the list is, as a file."""
    if form not in FORMS:
        raise Http404
    write, content_type = FORMS[form]
    rows = listing.find_submissions(
        listing.own_of(cast(User, request.user)), FilterForm(request.GET).filters()
    )
    named = {"Content-Disposition": f'attachment; filename="submissions.{form}"'}
    return StepwiseResponse(write(rows), content_type=content_type, headers=named)
