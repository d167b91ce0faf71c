"""What is wrong with an article, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS = {
    "second_question": _("This item has its question twice."),
    "second_answer": _("This item has its answer twice; both are kept, one after the other."),
    "second_explanation": _("This item has its explanation twice; both are kept, one after the other."),
    "answer_without_question": _("An answer without a question above it."),
    "explanation_without_question": _("An explanation without a question above it."),
    "question_empty": _("The question is empty, and no heading says what it is about."),
    "fence_not_closed": _("A code fence is opened and never closed; everything below was taken for code."),
    "kept_as_text": _("This line reads like the beginning of a part; it was kept as text."),
    "taken_from_list": _("An entry of a list was taken for the beginning of a part."),
    "heading_or_list": _(
        "This line can be the next item's heading or an entry of the list; it was kept as text."
    ),
    "heading_taken": _(
        "This line can be the next item's heading or an entry of the list; it was taken for the heading."
    ),
    "heading_kept": _("This line reads like a heading, but no item begins below it; it was kept as text."),
}


def fault_words(code: str) -> str | Promise:
    """The words for a fault's code."""
    return WORDS[code]
