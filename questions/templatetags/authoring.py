"""What the authors' pages say."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from questions.article import words
from questions.article.items import Kind

register = template.Library()
KINDS = {Kind.QA: _("Question"), Kind.CODING: _("Coding item"), Kind.EXTENSION: _("Without answer")}


@register.filter
def fault_words(code: str) -> str | Promise:
    """What is wrong with an article."""
    return words.fault_words(code)


@register.filter
def kind_name(kind: Kind) -> str | Promise:
    """The words for a kind of item."""
    return KINDS[kind]


@register.filter
def part_of(shown: dict[str, Any], part: str) -> str:
    """A part's Chinese."""
    return str(shown[f"{part}_zh"])


@register.filter
def english_of(shown: dict[str, Any], part: str) -> str:
    """A part's English."""
    return str(shown[f"{part}_en"])
