"""Drafts of code on the server: kept while somebody writes, found again on another machine."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest, JsonResponse

from accounts.models import User
from judge import limits
from judge.models import Draft
from questions.models import Problem


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save. ``conflict``: somebody saved in between, ``draft`` is theirs and nothing was
    changed."""

    draft: Draft
    conflict: bool


@dataclass(frozen=True, slots=True)
class Posted:
    """What a browser wants saved: the text, with LF, and the revision that it came from."""

    text: str
    revision: int


def read_save(request: HttpRequest, most_bytes: int, text: str | None = None) -> Posted | JsonResponse:
    """What was posted to be saved, or ``text`` in its place; else the answer that says what is wrong."""
    revision = request.POST.get("revision", "")
    text = request.POST.get("source", "") if text is None else text
    if len(text.encode("utf-8", "replace")) > most_bytes or "\0" in text:
        return JsonResponse({"error": "too large"}, status=413)
    if not revision.isdecimal() or len(revision) > limits.NUMBER_DIGITS:
        return JsonResponse({"error": "no revision"}, status=400)
    return Posted(text.replace("\r\n", "\n"), int(revision))


def draft_of(author: User, problem: Problem) -> Draft | None:
    """The author's draft, None when there is none."""
    return Draft.objects.filter(author=author, problem=problem).first()


def save_draft(author: User, problem: Problem, source: str, revision: int) -> Saved:
    """Save the text that came from ``revision`` (0 for none), unless another window saved in between."""
    with transaction.atomic():
        User.objects.select_for_update().filter(pk=author.pk).first()
        draft = draft_of(author, problem) or Draft(author=author, problem=problem)
        if draft.revision != revision and draft.source != source:
            return Saved(draft, conflict=True)
        if draft.source != source or draft.pk is None:
            draft.source, draft.revision = source, draft.revision + 1
            draft.save()
        return Saved(draft, conflict=False)
