"""How a session is prepared: written, changed until somebody sits it, closed and opened again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from interviews.asked import Asked
from interviews.models import Criterion, Item, Session, Sitting
from interviews.rubric import Line
from questions.models import Question


class Begun(Exception):
    """Somebody sits the session, or sat it: items, rubric and time stay as they were for them."""


def save_session(session: Session, subjects: Sequence[str], rubric: Sequence[Line]) -> Session:
    """Store a session with its items (each an ``Item.key``) and its rubric, in their order.

    Raises:
        Begun: it can be changed no more.
    """
    with transaction.atomic():
        # Who begins at this moment waits, and sits the session as it is then.
        Session.objects.select_for_update().filter(pk=session.pk).first()
        if session.pk and not can_change(session):
            raise Begun
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
