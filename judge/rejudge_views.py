"""Rejudges, for interviewers: plan, dry run, what would change, apply or discard. Thin."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from judge import limits, rejudge_selectors, rejudge_services
from judge.live import answer, live_part, wanted
from judge.rejudge_forms import RejudgeForm
from judge.rejudge_models import Rejudge
from judge.rejudge_services import RejudgeError
from judge.views import for_signed_in

PER_PAGE = 30
LINES = 50
rejudges = permission_required("judge.rejudge", raise_exception=True)


@login_required
@rejudges
@require_safe
def rejudge_list(request: HttpRequest) -> HttpResponse:
    """All rejudges, newest first."""
    page = Paginator(rejudge_selectors.rejudges(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "judge/rejudge_list.html", {"page": page})


@login_required
@rejudges
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """The form; what is posted becomes a plan, of which nothing is judged yet."""
    form = RejudgeForm(request.POST or None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            made = rejudge_services.plan(cast(User, request.user), form.cleaned_data["reason"], form.chosen())
        except RejudgeError as error:
            form.add_error(None, _words(error))
        else:
            return redirect("rejudge", pk=made.pk)
    return render(request, "judge/rejudge_plan.html", {"form": form}, status=422 if form.errors else 200)


def _words(error: RejudgeError) -> str:
    """What the page says of an error, and what to do."""
    if error.code == "nothing":
        return _("No judged submission is among these. Choose others.")
    if error.code == "too_many":
        return _(
            "These are %(count)s submissions; at most %(most)s can be rejudged at a time. Narrow it."
        ) % {
            "count": error.count,
            "most": limits.REJUDGE_MOST,
        }
    return _("It is not at that stage any more: this page shows where it is.")


@for_signed_in
@rejudges
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, and what would change; with ``?show=all`` also what would not. A script asks for that
    alone while the dry run goes on."""
    rejudge = get_object_or_404(rejudge_selectors.rejudges(), pk=pk)
    everything = request.GET.get("show") == "all"
    rows = rejudge_selectors.items_of(rejudge) if everything else rejudge_selectors.changing_items(rejudge)
    items = Paginator(rows, LINES).get_page(request.GET.get("page"))
    context = {
        "rejudge": rejudge,
        "open": rejudge.is_open,
        "summary": rejudge_selectors.summary_of(rejudge),
        "page": items,
        "lines": [rejudge_selectors.line_of(item) for item in items.object_list],
        "everything": everything,
    }
    going = rejudge.stage == Rejudge.Stage.RUNNING
    outcome = live_part(request, "outcome", "judge/_rejudge_outcome.html", context, going=going)
    if wanted(request):
        return answer(request, outcome)
    return render(request, "judge/rejudge.html", context | {"outcome": outcome})


def _act(request: HttpRequest, pk: int, act: Callable[[Rejudge], str]) -> HttpResponse:
    """Do it, say what came of it, and show the page again."""
    rejudge = get_object_or_404(Rejudge, pk=pk)
    try:
        messages.success(request, act(rejudge))
    except RejudgeError as error:
        messages.error(request, _words(error))
    return redirect("rejudge", pk=pk)


@login_required
@rejudges
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the dry run."""

    def begin(rejudge: Rejudge) -> str:
        rejudge_services.start(rejudge)
        return _("The dry run has begun. It gives way to candidates.")

    return _act(request, pk, begin)


@login_required
@rejudges
@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the new verdicts count."""

    def let_count(rejudge: Rejudge) -> str:
        count = rejudge_services.apply(rejudge, cast(User, request.user))
        return _("Submissions that have their new verdict: %(n)s.") % {"n": count}

    return _act(request, pk, let_count)


@login_required
@rejudges
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it up."""

    def give_up(rejudge: Rejudge) -> str:
        rejudge_services.discard(rejudge, cast(User, request.user))
        return _("Discarded. No verdict has changed.")

    return _act(request, pk, give_up)
