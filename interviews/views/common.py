"""What several pages of interviews need: who may come in, and what was asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.models import User
from interviews import limits, selectors
from interviews.models import Sitting

View = Callable[..., HttpResponse]


def interviewers_only(view: View) -> View:
    """For pages of interviewers: others who are signed in get 403."""

    @login_required
    @permission_required("interviews.review", raise_exception=True)
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **names: Any) -> HttpResponse:
        return view(request, *args, **names)

    return guarded


def user_of(request: HttpRequest) -> User:
    """The user of a page that asks for signing in."""
    return cast(User, request.user)


def sitting_or_404(pk: int) -> Sitting:
    """A sitting of anybody's, for interviewers."""
    return get_object_or_404(selectors.sittings(), pk=pk)


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """The page of ``rows`` that the address asks for."""
    return Paginator(rows, limits.PER_PAGE).get_page(request.GET.get("page"))
