"""Writes of what a learner puts beside a question: bookmarks, notes, reports of mistakes."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from questions.models import Question
from study import limits
from study.models import Bookmark, MistakeReport, Note


class NoteChangedError(Exception):
    """The note was saved elsewhere since it was read; nothing was written. ``note`` is how it is now."""

    def __init__(self, note: Note) -> None:
        super().__init__(f"note {note.pk} is at version {note.version}")
        self.note = note


class TooManyReportsError(Exception):
    """The user sent as many reports today as one may."""


def set_bookmark(user: User, question: Question, on: bool) -> None:
    """Put the bookmark there or take it away; doing it twice changes nothing."""
    if on:
        Bookmark.objects.get_or_create(author=user, question=question)
    else:
        Bookmark.objects.filter(author=user, question=question).delete()


@transaction.atomic
def save_note(user: User, question: Question, text: str, seen: int) -> Note:
    """Save the note as ``text``. ``seen`` is the version that the writer had before them, 0 for none.

    Raises:
        NoteChangedError: another version is there, saved in another tab or on another device.
    """
    note, _ = Note.objects.select_for_update().get_or_create(author=user, question=question)
    if note.text == text:
        return note
    if note.version != seen:
        raise NoteChangedError(note)
    note.text, note.version = text, note.version + 1
    note.save()
    return note


def report_mistake(user: User, question: Question, text: str, language: str) -> MistakeReport:
    """Store a report for the authors.

    Raises:
        TooManyReportsError: the user sent enough within a day.
    """
    since = timezone.now() - timedelta(days=1)
    if MistakeReport.objects.filter(author=user, created_at__gte=since).count() >= limits.REPORTS_A_DAY:
        raise TooManyReportsError
    return MistakeReport.objects.create(author=user, question=question, text=text, language=language)


def set_resolved(report: MistakeReport, resolved: bool) -> None:
    """Mark the report as dealt with, or open again."""
    report.resolved_at = timezone.now() if resolved else None
    report.save(update_fields=["resolved_at"])
