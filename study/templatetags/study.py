"""Template tags of study: the tools beside a question, intervals in words, charts' links."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import template
from django.utils.formats import localize
from django.utils.translation import gettext as _

from accounts.models import User
from questions.models import Question
from study import selectors
from study.models import Review
from study.progress import Share, shares_of
from study.selectors import TopicLine

register = template.Library()


@register.inclusion_tag("study/_tools.html", takes_context=True)
def question_tools(context: dict[str, Any], question: Question) -> dict[str, Any]:
    """``{% question_tools question %}``: bookmark, note, report; for visitors what signing in would give."""
    user = context["user"]
    known = isinstance(user, User)
    return {
        "question": question,
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
        "user": user,
        "bookmarked": known and selectors.is_bookmarked(user, question),
        "note": selectors.note_of(user, question) if known else None,
    }


@register.filter
def interval(time: timedelta) -> str:
    """``{{ choice.interval|interval }}``: 10 min, 3 h, 5 d, 2.1 mo, 1.4 y."""
    days = time.total_seconds() / 86400
    if days < 1 / 24:
        return _("%(n)s min") % {"n": max(1, round(days * 1440))}
    if days < 1:
        return _("%(n)s h") % {"n": round(days * 24)}
    if days < 31:
        return _("%(n)s d") % {"n": round(days)}
    if days < 365:
        return _("%(n)s mo") % {"n": localize(round(days / 30.4375, 1))}
    return _("%(n)s y") % {"n": localize(round(days / 365.25, 1))}


@register.filter
def seconds(review: Review) -> float:
    """``{{ review|seconds|duration }}``: how long the question was on the screen."""
    return (review.duration_ms or 0) / 1000


@register.filter
def shares(line: TopicLine) -> list[Share]:
    """``{% for share in line|shares %}``: the parts of a topic's bar."""
    return shares_of(line)


@register.filter
def plain(number: float) -> str:
    """``{{ bar.y|plain }}``: a number as SVG reads it, whatever the page's language."""
    return f"{number:.2f}"
