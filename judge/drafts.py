"""Drafts of code on the server: kept while somebody writes, found again on another machine."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from judge.models import Draft
from questions.models import Problem


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save. ``conflict``: somebody saved in between, ``draft`` is theirs and nothing was
    changed."""

    draft: Draft
    conflict: bool


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
