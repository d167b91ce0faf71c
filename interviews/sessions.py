"""How a session is prepared: written, changed until somebody sits it, closed and opened again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from interviews.asked import Asked
from interviews.models import Criterion, Item, Session, Sitting
from interviews.rubric import Line
from judge.live import mark_of
from questions.models import Question

PREPARED = ("title", "instructions", "mode", "minutes", "blind")
"""What is written of a session, beside its items and its rubric."""


class Begun(Exception):
    """Somebody sits the session, or sat it: items, rubric and time stay as they were for them."""


class Changed(Exception):
    """Somebody saved the session since its writer opened it; nothing was saved."""


def seen_as(session: Session) -> str:
    """The mark of a session as it is stored, by which a form says what its writer had before them; "" for one
    that is not stored yet."""
    row = Session.objects.filter(pk=session.pk).first()
    if row is None:
        return ""
    written = [getattr(row, name) for name in PREPARED]
    rubric = [[one.title, one.anchors] for one in row.criteria.all()]
    return mark_of(json.dumps([written, [item.key for item in row.items.all()], rubric]))


def save_session(
    session: Session, subjects: Sequence[str], rubric: Sequence[Line], seen: str | None = None
) -> Session:
    """Store a session with its items (each an ``Item.key``) and its rubric, in their order. ``seen`` is
    ``seen_as`` of what it replaces, None for whatever is there.

    Raises:
        Begun: it can be changed no more.
        Changed: it is another than was ``seen``.
    """
    with transaction.atomic():
        # Who begins at this moment waits, and sits the session as it is then.
        Session.objects.select_for_update().filter(pk=session.pk).first()
        if session.pk and not can_change(session):
            raise Begun
        if seen is not None and seen_as(session) != seen:
            raise Changed
        session.save()
        session.items.all().delete()
        session.criteria.all().delete()
        Item.objects.bulk_create(_item(session, place, subject) for place, subject in enumerate(subjects, 1))
        Criterion.objects.bulk_create(
            Criterion(session=session, position=place, title=line.title, anchors=list(line.anchors))
            for place, line in enumerate(rubric, 1)
        )
    return session


def _item(session: Session, place: int, subject: str) -> Item:
    kind, number = subject.split(":")
    if kind == "q":
        question = Question.objects.get(pk=number)
        return Item(session=session, position=place, question=question, texts=asdict(Asked.of(question)))
    return Item(session=session, position=place, problem_version_id=int(number))


def can_change(session: Session) -> bool:
    """Whether nobody has sat it yet."""
    return not Sitting.objects.filter(session=session).exists()


def set_closed(session: Session, closed: bool) -> None:
    """Let no more candidates begin, or let them again. Who sits goes on."""
    Session.objects.filter(pk=session.pk).update(closed_at=timezone.now() if closed else None)
