"""The public samples of a problem, wherever its editor is."""

from __future__ import annotations

from typing import Any

from django import template

from judge import selectors
from questions.models import ProblemVersion

register = template.Library()


@register.inclusion_tag("judge/_samples.html")
def public_samples(version: ProblemVersion) -> dict[str, Any]:
    """Input and expected output of every sample, before anything ran."""
    return {"groups": selectors.public_samples(version)}
