"""What every page knows: whether judging is open."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from judge import selectors


def site(request: HttpRequest) -> dict[str, Any]:
    """``site.judging`` says whether a worker is up; asked for only where a template does."""
    return {"site": {"judging": SimpleLazyObject(selectors.judging)}}
