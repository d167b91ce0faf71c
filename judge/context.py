"""What every page knows: whether judging is open, and which rooms are the visitor's."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.rules import is_author, is_interviewer
from judge import selectors


def site(request: HttpRequest) -> dict[str, Any]:
    """``site.judging`` says whether a worker is up, ``reviews`` and ``writes`` whether the visitor may review
    and write; asked for only where a template does. The last two are the predicates of the permissions: to
    ask for a permission that somebody has not got takes queries."""
    return {
        "site": {
            "judging": SimpleLazyObject(selectors.judging),
            "reviews": SimpleLazyObject(lambda: is_interviewer(request.user)),
            "writes": SimpleLazyObject(lambda: is_author(request.user)),
        }
    }
