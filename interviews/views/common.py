"""What several pages of interviews need: who may come in, and what was asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.models import User
from interviews import limits, selectors
from interviews.models import Sitting
from judge.views import for_signed_in

View = Callable[..., HttpResponse]


def interviewers_only(view: View) -> View:
    """For pages of interviewers: others who are signed in get 403."""
    return for_signed_in(permission_required("interviews.review", raise_exception=True)(view))


def user_of(request: HttpRequest) -> User:
    """The user of a page that asks for signing in."""
    return cast(User, request.user)


def sitting_or_404(request: HttpRequest, pk: int) -> Sitting:
    """A sitting of anybody's, for interviewers."""
    return get_object_or_404(selectors.sittings(user_of(request)), pk=pk)


def not_yet(request: HttpRequest, sitting: Sitting) -> HttpResponse | None:
    """The way back from a take-home that goes on: its candidate was told that nobody looks on."""
    if sitting.may_be_read:
        return None
    messages.info(request, _("A take-home is read when it has ended: nobody looks on."))
    return redirect("interviews:session", pk=sitting.session_id)


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """The page of ``rows`` that the address asks for."""
    return Paginator(rows, limits.PER_PAGE).get_page(request.GET.get("page"))
