"""Bookmarks and notes that a learner keeps beside questions; reports of mistakes, with the authors' page."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from questions.models import Question
from questions.selectors import shown_questions
from study import collecting, selectors
from study.forms import NoteForm, ReportForm
from study.models import MistakeReport, Note
from study.views.common import page_of, user_of


def _back(request: HttpRequest, question: Question) -> HttpResponse:
    """To the page that the form names, if it is ours; else to the question."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = question.get_absolute_url()
    return redirect(target)


@login_required
@require_safe
def bookmarks(request: HttpRequest) -> HttpResponse:
    """What was put aside."""
    page = page_of(request, selectors.bookmarks_of(user_of(request)))
    return render(request, "study/bookmarks.html", {"page": page})


@login_required
@require_POST
def bookmark(request: HttpRequest, slug: str) -> HttpResponse:
    """Put the bookmark there (``on=1``) or take it away."""
    question = get_object_or_404(shown_questions(), slug=slug)
    collecting.set_bookmark(user_of(request), question, on=request.POST.get("on") == "1")
    return _back(request, question)


@login_required
@require_safe
def notes(request: HttpRequest) -> HttpResponse:
    """The learner's notes, the newest first."""
    page = page_of(request, selectors.notes_of(user_of(request)))
    return render(request, "study/notes.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, slug: str) -> HttpResponse:
    """Read and write the note on a question; of a retired one too, since notes stay."""
    question = get_object_or_404(Question, slug=slug)
    if request.method == "POST":
        return _save_note(request, question)
    found = selectors.note_of(user_of(request), question)
    form = NoteForm(initial={"text": found.text, "seen": found.version})
    return _note_page(request, question, form, found)


def _save_note(request: HttpRequest, question: Question) -> HttpResponse:
    """Save; where another version came between, show both and keep what was written in the form."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _note_page(request, question, form, None, status=422)
    text = form.cleaned_data["text"]
    try:
        collecting.save_note(user_of(request), question, text, form.cleaned_data["seen"])
    except collecting.NoteChangedError as error:
        again = NoteForm(initial={"text": text, "seen": error.note.version})
        return _note_page(request, question, again, None, other=error.note, status=409)
    messages.success(request, _("Note saved."))
    return redirect("study:note", slug=question.slug)


def _note_page(
    request: HttpRequest,
    question: Question,
    form: NoteForm,
    found: Note | None,
    *,
    other: Note | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"question": question, "form": form, "note": found, "other": other}
    return render(request, "study/note.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what is wrong with a question."""
    question = get_object_or_404(shown_questions(), slug=slug)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            collecting.report_mistake(
                user_of(request), question, form.cleaned_data["text"], get_language() or ""
            )
        except collecting.TooManyReportsError:
            form.add_error(None, _("You sent many reports today; please send the rest tomorrow."))
        else:
            messages.success(request, _("Thank you. The authors will look at it."))
            return _back(request, question)
    context = {
        "question": question,
        "form": form,
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }
    return render(request, "study/report.html", context, status=422 if form.errors else 200)


@permission_required("questions.write", raise_exception=True)
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """All reports, for authors; the open ones first."""
    return render(request, "study/reports.html", {"page": page_of(request, selectors.mistake_reports())})


@permission_required("questions.write", raise_exception=True)
@require_POST
def resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a report as dealt with (``on=1``), or open again."""
    found = get_object_or_404(MistakeReport, pk=pk)
    collecting.set_resolved(found, request.POST.get("on") == "1")
    return redirect("study:reports")
