"""What the code editor says, in the page's language."""

from __future__ import annotations

from django import template
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def editor_phrases() -> SafeString:
    """The words of the editor's own panels, for its script, by the names that CodeMirror has for them."""
    return json_script(_phrases(), "editor-phrases")


def _phrases() -> dict[str, str]:
    return {
        "Find": _("Find"),
        "Replace": _("Replace"),
        "next": _("Next match"),
        "previous": _("Previous match"),
        "all": _("Select all matches"),
        "match case": _("Match case"),
        "regexp": _("Regular expression"),
        "by word": _("Whole words"),
        "replace": _("Replace"),
        "replace all": _("Replace all"),
        "close": _("Close"),
        "current match": _("Current match"),
        "on line": _("on line"),
        "replaced match on line $": _("Replaced the match on line $"),
        "replaced $ matches": _("Replaced $ matches"),
        "Go to line": _("Go to line"),
        "go": _("Go"),
        "Completions": _("Completions"),
        "Control character": _("Control character"),
        "Selection deleted": _("Selection deleted"),
    }
