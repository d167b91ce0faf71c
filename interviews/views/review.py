"""Reviewing a sitting: the queue, the answers with their history, comments, notes, the scorecard."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interviews import reviewing, selectors, sittings
from interviews.attempts import Attempt, attempts_of, diff_of, moments_of
from interviews.forms import CommentForm, NoteForm, QueueForm, ScorecardForm
from interviews.models import Sitting
from interviews.selectors import Filters, Part
from interviews.timeline import timeline
from interviews.views.common import interviewers_only, not_yet, page_of, sitting_or_404, user_of
from judge.live import mark_of
from judge.similarity_selectors import findings_of
from questions.render import render_lines

PLACE = ("item", "at", "diff", "line")
"""What an address says of the place on the page of a review; the rest are the filters of the queue."""


def _asked(request: HttpRequest, *without: str) -> QueryDict:
    """What the address asks for, but these."""
    asked = request.GET.copy()
    for name in without:
        asked.pop(name, None)
    return asked


def _filters(request: HttpRequest) -> tuple[QueueForm, Filters]:
    form = QueueForm(request.GET)
    form.is_valid()
    return form, Filters(**form.cleaned_data)


@interviewers_only
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits to be reviewed."""
    form, filters = _filters(request)
    page = page_of(request, selectors.find_sittings(user_of(request), filters))
    asked = _asked(request, "page")
    context = {
        "form": form,
        "page": page,
        "rows": [(row, selectors.name_of(row), selectors.codes_of(row)) for row in page],
        "asked": asked.urlencode(),
        "narrowed": filters != Filters(),
    }
    return render(request, "interviews/queue.html", context, status=200 if form.is_valid() else 422)


@interviewers_only
@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """A sitting to read and to judge; ``?item=`` says which item, ``?at=`` which attempt, ``?diff=`` what a
    program is compared with. The filters of the queue come along."""
    found = sitting_or_404(request, pk)
    return _page(request, found, ScorecardForm(found, initial=_filed(request, found)))


def _filed(request: HttpRequest, sitting: Sitting) -> dict[str, Any]:
    """The visitor's card as last filed."""
    card = selectors.cards_for(user_of(request), sitting).mine
    if card is None:
        return {}
    points = {f"c{key}": value for key, value in card.ratings.items()}
    points |= {f"i{key}": value for key, value in card.answers.items()}
    return points | {"recommendation": card.recommendation, "summary": card.summary}


def _page(
    request: HttpRequest,
    sitting: Sitting,
    card: ScorecardForm,
    *,
    status: int = 200,
    note: str | None = None,
) -> HttpResponse:
    """``note``: what was typed for it and not saved, where the one that is there came from another tab."""
    if (back := not_yet(request, sitting)) is not None:
        return back
    user, parts = user_of(request), selectors.parts_of(sitting)
    part = _chosen(parts, request.GET.get("item", ""))
    _form, filters = _filters(request)
    before, after = selectors.neighbours(user, filters, sitting)
    asked = _asked(request, *PLACE)
    prefetch_related_objects([sitting], "session__criteria")  # which every card asks for
    saved = selectors.note_of(user, sitting)
    context: dict[str, Any] = {
        "sitting": sitting,
        "session": sitting.session,
        "name": selectors.name_of(sitting),
        "parts": parts,
        "part": part,
        "before": before,
        "after": after,
        "asked": asked.urlencode(),
        "kept": [(name, value) for name, values in asked.lists() for value in values],
        "here": _at(asked, item=part.item.position),
        "card": card,
        "cards": selectors.cards_for(user, sitting),
        "history": selectors.history_of(sitting),
        "note": NoteForm(initial={"text": saved if note is None else note, "seen": mark_of(saved)}),
        "other_note": None if note is None else saved,
        "timeline": timeline(moments_of(part), sitting.begun_at, sitting.ended_at or sitting.ends_at),
    }
    context |= _attempt(request, part)
    if context["attempt"] is not None and part.item.is_code:
        context |= _program(request, sitting, part, context["attempt"])
    return render(request, "interviews/review.html", context, status=status)


def _at(asked: QueryDict, **place: Any) -> str:
    """The filters with a place, as the end of an address."""
    found = asked.copy()
    for name, value in place.items():
        found[name] = str(value)
    return found.urlencode()


def _chosen(parts: list[Part], place: str) -> Part:
    """The part that the address names, else the first."""
    return next((part for part in parts if str(part.item.position) == place), parts[0])


def _attempt(request: HttpRequest, part: Part) -> dict[str, Any]:
    """What there is to step through, and the one that the address names, else the last, with what it differs
    in from another."""
    attempts = attempts_of(part)
    at, against = request.GET.get("at", ""), request.GET.get("diff", "")
    chosen = next((one for one in attempts if one.key == at), attempts[-1] if attempts else None)
    diff = diff_of(part, attempts, chosen, against) if chosen else None
    return {"attempts": attempts, "attempt": chosen, "against": against, "diff": diff}


def _program(request: HttpRequest, sitting: Sitting, part: Part, chosen: Attempt) -> dict[str, Any]:
    """The chosen attempt of a program with what is said of it."""
    row = chosen.submission
    return {
        "lines": list(enumerate(render_lines(chosen.source, "python"), 1)),
        "verdict": row.latest_verdict if row else None,
        "version": part.item.problem_version,
        "pass_mark": part.item.problem_version.config["pass_mark"] if part.item.problem_version else 0,
        "alike": findings_of(row) if row else [],
        "said": selectors.said_of(row, sitting, user_of(request)) if row else None,
    }


def _back(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """To the page of the review, as the address of this one says."""
    asked = f"?{query}" if (query := request.GET.urlencode()) else ""
    return redirect(reverse("interviews:review", args=[sitting.pk]) + asked)


@interviewers_only
@require_POST
def file_card(request: HttpRequest, pk: int) -> HttpResponse:
    """File the visitor's scorecard; the others' are open to them from then on."""
    found = sitting_or_404(request, pk)
    form = ScorecardForm(found, request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        reviewing.file_card(
            user_of(request),
            found,
            ratings=form.ratings(),
            answers=form.answers(),
            recommendation=form.cleaned_data["recommendation"],
            summary=form.cleaned_data["summary"],
        )
    except reviewing.StillOn:
        form.add_error(None, _("The candidate is still answering; file it once the interview has ended."))
        return _page(request, found, form, status=422)
    messages.success(request, _("Filed. You now see what the others filed."))
    return _back(request, found)


@interviewers_only
@require_POST
def save_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the private note."""
    found, form = sitting_or_404(request, pk), NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The note is too long; it was not saved."))
        return _back(request, found)
    typed, seen = form.cleaned_data["text"], form.cleaned_data["seen"]
    if reviewing.save_note(user_of(request), found, typed, seen) is not None:
        card = ScorecardForm(found, initial=_filed(request, found))
        return _page(request, found, card, status=409, note=typed)
    messages.success(request, _("Note saved."))
    return _back(request, found)


@interviewers_only
@require_POST
def submit_refused(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """Submit a program that was not taken at the end; the page says whether it is now."""
    found = sitting_or_404(request, pk)
    sittings.submit_refused(found, get_object_or_404(found.session.items, position=place))
    return _back(request, found)


@interviewers_only
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Comment on a submission of the sitting; a line's number in ``?line=`` opens the form for it."""
    found = sitting_or_404(request, pk)
    entry = get_object_or_404(found.entries.select_related("submission", "item"), submission__pk=number)
    form = CommentForm(request.POST or None, initial={"line": request.GET.get("line", "0")})
    here = _at(_asked(request, *PLACE), item=entry.item.position, at=f"s{number}")
    back = f"{reverse('interviews:review', args=[pk])}?{here}"
    if request.method == "POST" and form.is_valid():
        made = reviewing.comment(
            user_of(request), entry.submission, form.cleaned_data["line"], form.cleaned_data["text"]
        )
        return redirect(f"{back}#line-{made.line}")
    context = {"sitting": found, "submission": entry.submission, "form": form, "back": back}
    return render(request, "interviews/comment.html", context, status=422 if form.errors else 200)


@interviewers_only
@require_POST
def withdraw(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take one's own comment back, or bring it back (``on=1``)."""
    sitting, back_again = sitting_or_404(request, pk), request.POST.get("on") == "1"
    act = reviewing.restore if back_again else reviewing.withdraw
    found = act(user_of(request), sitting, number)
    if found is None:
        raise Http404
    context = {"sitting": sitting, "comment": found, "withdrawn": not back_again}
    return render(request, "interviews/withdrawn.html", context | {"here": request.GET.urlencode()})
