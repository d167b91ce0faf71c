"""What pages of interviews say and draw."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.models import User
from interviews.models import Comment, Scorecard, Session
from interviews.selectors import Part, Said, entry_of
from judge.models import Submission
from judge.states import Verdicts
from questions.render import render_code
from questions.templatetags.tuneroom import in_language

register = template.Library()


@dataclass(frozen=True, slots=True)
class DeskPlace:
    """The page with the editor for a program. ``is_over``: nothing can be written there any more."""

    address: str
    is_over: bool = False


@register.simple_tag
def desk_of(submission: Submission, user: User) -> DeskPlace:
    """Where ``user`` goes on with a program: one that was made in a sitting counts there alone."""
    if entry := entry_of(submission, user):
        address = reverse("interviews:item", args=[entry.sitting.pk, entry.item.position])
        return DeskPlace(address, is_over=entry.sitting.ended_at is not None)
    return DeskPlace(reverse("problem", args=[submission.problem_version.problem.slug]))


@register.filter
def verdict_name(code: str) -> str:
    """The words for a verdict's code."""
    return str(Verdicts(code).label)


@register.filter
def as_code(source: str) -> SafeString:
    """A program in colours."""
    return render_code(source, "python")


@register.filter
def said_at(said: Said | None, line: int) -> list[Comment]:
    """The comments on a line."""
    return said.by_line.get(line, []) if said else []


@register.filter
def rated(card: Scorecard, session: Session) -> list[tuple[str, int | None]]:
    """A card's points, in the order of the rubric."""
    return [(one.line.title, card.ratings.get(str(one.pk))) for one in session.criteria.all()]


@register.filter
def answered(card: Scorecard, parts: list[Part]) -> list[tuple[str, int]]:
    """A card's points of single items, in their order."""
    points = [(part.item, card.answers.get(str(part.item.pk))) for part in parts]
    return [(in_language(item.subject, "title"), given) for item, given in points if given is not None]


@register.filter
def clock(seconds: float) -> str:
    """Minutes and seconds since the beginning: 75 is 1:15."""
    minutes, rest = divmod(int(max(seconds, 0)), 60)
    return f"{minutes}:{rest:02d}"
