"""One question at a time: asked, revealed, rated, undone. Every step is a form; no script is needed."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from questions.models import Question
from questions.selectors import published_version, shown_questions
from study import schedule, selectors, services
from study.forms import AttemptForm, RatingForm
from study.models import Card, Learner
from study.selectors import Scope
from study.views.common import learner_of, scope_of, sidebar, user_of


def _card_address(question: Question, scope: Scope) -> str:
    return reverse("study:card", args=[question.slug]) + scope.query


@login_required
@require_safe
def session(request: HttpRequest) -> HttpResponse:
    """Go to the next question; say what to do where there is none."""
    learner, scope, now = learner_of(request), scope_of(request), timezone.now()
    question = selectors.next_question(learner, scope, now)
    if question:
        return redirect(_card_address(question, scope))
    context = sidebar(learner, scope, now) | {
        "next_due": selectors.next_due(user_of(request), scope),
        "last": selectors.last_review(user_of(request)),
        "new_in_scope": selectors.new_questions(user_of(request), scope).count(),
    }
    return render(request, "study/nothing_due.html", context)


@login_required
@require_safe
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a question alone, or with its answer once that was asked for."""
    question = get_object_or_404(shown_questions(), slug=slug)
    return _card_page(request, question)


def _card_page(
    request: HttpRequest, question: Question, form: AttemptForm | None = None, *, status: int = 200
) -> HttpResponse:
    user, learner, scope, now = user_of(request), learner_of(request), scope_of(request), timezone.now()
    found = selectors.card_of(user, question)
    revealed = form is None and selectors.is_revealed(found, now)
    attempt = found.attempt if found else ""
    context = sidebar(learner, scope, now) | {
        "question": question,
        "card": found,
        "form": form or AttemptForm(initial={"attempt": attempt, "shown": now.isoformat()}),
        "choices": _choices(learner, found) if revealed else [],
        "problem": published_version(question.linked_problem) if question.linked_problem else None,
        "last": selectors.last_review(user),
    }
    return render(request, "study/card.html", context, status=status)


def _choices(learner: Learner, found: Card | None) -> list[schedule.Choice]:
    return schedule.choices(learner, found, found.revealed_at) if found and found.revealed_at else []


@login_required
@require_POST
def reveal(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep the attempt and show the answer."""
    question = get_object_or_404(shown_questions(), slug=slug)
    form = AttemptForm(request.POST)
    if not form.is_valid():
        return _card_page(request, question, form, status=422)
    given = form.cleaned_data
    services.reveal(user_of(request), question, given["attempt"], _moment(given["shown"]))
    return redirect(_card_address(question, scope_of(request)))


def _moment(text: str) -> datetime | None:
    """The time that a page sent back; None for what is none, or names no zone."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and timezone.is_aware(found) else None


@login_required
@require_POST
def rate(request: HttpRequest, slug: str) -> HttpResponse:
    """Book the rating and go on."""
    question, scope = get_object_or_404(shown_questions(), slug=slug), scope_of(request)
    form = RatingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the four ratings."))
        return redirect(_card_address(question, scope))
    try:
        services.rate(learner_of(request), question, form.cleaned_data["rating"])
    except services.NotRevealedError:
        messages.info(
            request, _("That rating was not counted: the question was rated already, or long ago revealed.")
        )
    return redirect(reverse("study:session") + scope.query)


@login_required
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take the last review back and show its question again, with the answer."""
    found = services.undo(user_of(request))
    if found is None:
        messages.info(request, _("There is no review to undo."))
        return redirect("study:overview")
    if found.question.retired:
        return redirect("study:overview")
    return redirect(_card_address(found.question, scope_of(request)))
