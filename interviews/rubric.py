"""The rubric that a new session starts with, in the language of whoever reads it for as long as nobody writes
over it; and what the points of an answer to one item mean, the same in every session.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

ANSWER_ANCHORS = (
    gettext_lazy("Wrong, or no answer"),
    gettext_lazy("Partly right; something that matters is missing"),
    gettext_lazy("Right and complete"),
    gettext_lazy("Right, and further than was asked"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion, and what each point of the scale looks like, from 1."""

    title: str
    anchors: tuple[str, ...]


def usual_rubric() -> list[Line]:
    """Four criteria for people who build and tune language models."""
    return [
        Line(
            _("Understanding of models"),
            (
                _("Names terms without saying what they do"),
                _("Explains the usual case; lost where it differs"),
                _("Explains causes and limits correctly"),
                _("Derives what was not asked, and says how to check it"),
            ),
        ),
        Line(
            _("Code"),
            (
                _("Does not run, or only on the sample"),
                _("Runs; edge cases are missing"),
                _("Correct and readable, edge cases handled"),
                _("Correct, simple, and quick to change"),
            ),
        ),
        Line(
            _("Experiments"),
            (
                _("Changes several things at once, without measuring"),
                _("Measures on the data it was tuned on"),
                _("One change at a time, held-out data, a baseline"),
                _("The same, and says how sure the difference is"),
            ),
        ),
        Line(
            _("Communication"),
            (
                _("Answers another question"),
                _("Can be followed with questions in between"),
                _("Clear and complete"),
                _("Clear to somebody from another field"),
            ),
        ),
    ]


def as_read(line: Line) -> Line:
    """A line of the usual rubric in the language of the page, whichever it was saved in; one that somebody
    wrote, or wrote over, as it is."""
    for language, _name in settings.LANGUAGES:
        with override(language):
            usual = usual_rubric()
        if line in usual:
            return usual_rubric()[usual.index(line)]
    return line
