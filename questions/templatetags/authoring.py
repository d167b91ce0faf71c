"""What the authors' pages say."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from questions.article import words
from questions.article.items import Kind, Line, Part, Role

register = template.Library()
KINDS = {Kind.QA: _("Question"), Kind.CODING: _("Coding item"), Kind.EXTENSION: _("Without answer")}
PARTS = {
    Part.QUESTION: _("question"),
    Part.ANSWER: _("answer"),
    Part.CODE: _("program"),
    Part.EXPLANATION: _("explanation"),
}
# Lines of no item; those that were not understood are marked as such.
PLACES: dict[Role, str | Promise] = {
    Role.HEADING: _("chapter"),
    Role.RULE: _("divider"),
    Role.BLANK: "",
    Role.UNREAD: "",
}


@register.filter
def fault_words(code: str) -> str | Promise:
    """What is wrong with an article."""
    return words.fault_words(code)


@register.filter
def kind_name(kind: Kind) -> str | Promise:
    """The words for a kind of item."""
    return KINDS[kind]


@register.filter
def part_name(part: Part) -> str | Promise:
    """The word for a part of an item."""
    return PARTS[part]


@register.filter
def place_of(line: Line) -> str | Promise:
    """What a line of an article became: "item 2 · answer"."""
    if line.item is None or line.role is Role.BLANK:
        return PLACES[line.role]
    name = _("heading") if line.part is None else PARTS[line.part]
    return gettext("item %(n)s · %(part)s") % {"n": line.item + 1, "part": name}


@register.filter
def part_of(shown: dict[str, Any], part: str) -> str:
    """A part's Chinese."""
    return str(shown[f"{part}_zh"])


@register.filter
def english_of(shown: dict[str, Any], part: str) -> str:
    """A part's English."""
    return str(shown[f"{part}_en"])
