"""Hints one at a time, and the explanation for who gives up: what was told is recorded, and told once only
when it was asked for.
"""

from __future__ import annotations

from django.utils import timezone

from accounts.models import User
from judge.models import Help
from questions.models import Problem


def help_for(user: User, problem: Problem) -> Help:
    """What the user was told so far; nothing is stored by asking."""
    found = Help.objects.filter(user=user, problem=problem).first()
    return found or Help(user=user, problem=problem)


def next_hint(user: User, problem: Problem, seen: int, available: int) -> None:
    """Open the hint after the ``seen`` first ones; a press that came twice opens one."""
    given, _ = Help.objects.get_or_create(user=user, problem=problem)
    if given.hints == seen < available:
        Help.objects.filter(pk=given.pk, hints=seen).update(hints=seen + 1)


def give_up(user: User, problem: Problem) -> None:
    """Open the explanation. It stays open; when it was opened first is kept."""
    given, _ = Help.objects.get_or_create(user=user, problem=problem)
    Help.objects.filter(pk=given.pk, gave_up_at__isnull=True).update(gave_up_at=timezone.now())
