"""What interviewers write of a sitting: comments, private notes, scorecards. Nothing is overwritten but one's
own note.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from interviews.models import Comment, PrivateNote, Scorecard, Sitting
from judge.live import mark_of
from judge.models import Submission


class StillOn(Exception):
    """The candidate still sits: what they do is not judged yet."""


def comment(author: User, submission: Submission, line: int, text: str) -> Comment:
    """Say something of a line; a line that the code does not have is the whole of it."""
    lines = submission.source.count("\n") + 1
    return Comment.objects.create(
        submission=submission, author=author, line=line if line <= lines else 0, text=text
    )


def withdraw(author: User, sitting: Sitting, pk: int) -> Comment | None:
    """Take one's own comment back; the row stays. None when the sitting has none of that number."""
    found = _comments(author, sitting).filter(pk=pk, withdrawn_at__isnull=True).first()
    if found is not None:
        Comment.objects.filter(pk=found.pk, withdrawn_at__isnull=True).update(withdrawn_at=timezone.now())
    return found


def restore(author: User, sitting: Sitting, pk: int) -> Comment | None:
    """Say again what its author withdrew: a comment of its own, for what was withdrawn stays so. It is said
    once however often it is asked for."""
    found = _comments(author, sitting).filter(pk=pk, withdrawn_at__isnull=False).first()
    if found is None:
        return None
    said = {"submission": found.submission, "author": author, "line": found.line, "text": found.text}
    with transaction.atomic():
        _wait_for(author)
        again: Comment | None = Comment.objects.filter(**said, withdrawn_at__isnull=True).first()
        return again or Comment.objects.create(**said)


def _wait_for(author: User) -> None:
    """Of two things that somebody does at once, the later one sees the earlier."""
    User.objects.select_for_update().filter(pk=author.pk).first()


def _comments(author: User, sitting: Sitting) -> QuerySet[Comment]:
    return Comment.objects.filter(author=author, submission__entry__sitting=sitting)


def save_note(author: User, sitting: Sitting, text: str, seen: str) -> str | None:
    """Keep the note in the place of the one before, of which ``seen`` is the mark. Where there is another by
    now, saved in another tab, nothing is kept, and that one's text is returned."""
    with transaction.atomic():
        _wait_for(author)
        note = PrivateNote.objects.filter(sitting=sitting, author=author).first()
        before = note.text if note else ""
        if before not in ("", text) and mark_of(before) != seen:
            return before
        PrivateNote.objects.update_or_create(sitting=sitting, author=author, defaults={"text": text})
    return None


def file_card(
    author: User,
    sitting: Sitting,
    *,
    ratings: Mapping[str, int],
    answers: Mapping[str, int],
    recommendation: str,
    summary: str,
) -> Scorecard:
    """File a scorecard, or a correction of one's own; the same again is not filed twice.

    Raises:
        StillOn: the sitting has not ended.
    """
    if sitting.ended_at is None:
        raise StillOn
    given = {
        "ratings": dict(ratings),
        "answers": dict(answers),
        "recommendation": recommendation,
        "summary": summary,
    }
    with transaction.atomic():
        _wait_for(author)
        last: Scorecard | None = Scorecard.objects.filter(sitting=sitting, author=author).first()
        if last is not None and all(getattr(last, name) == value for name, value in given.items()):
            return last
        return Scorecard.objects.create(sitting=sitting, author=author, **given)
