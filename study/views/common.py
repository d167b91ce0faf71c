"""What several study pages need: who asks, when it is, where they live, what is in the sidebar."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any, cast
from urllib.parse import unquote
from zoneinfo import available_timezones

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import User
from study import limits, selectors
from study.models import Learner
from study.selectors import Scope

ZONE_COOKIE = "time_zone"
known_zones = cache(available_timezones)  # it looks through hundreds of files


def user_of(request: HttpRequest) -> User:
    """The user of a page that asks for signing in."""
    return cast(User, request.user)


def zone_of(request: HttpRequest) -> str:
    """The time zone that the browser told by its cookie, "" when it told none that exists."""
    zone = unquote(request.COOKIES.get(ZONE_COOKIE, ""))
    return zone if zone in known_zones() else ""


def learner_of(request: HttpRequest) -> Learner:
    """How the user of the page studies."""
    return selectors.learner_of(user_of(request), zone_of(request))


def scope_of(request: HttpRequest) -> Scope:
    """The scope in the page's address."""
    given = request.GET
    return Scope(given.get("topic", ""), given.get("bookmarked") == "1", given.get("ahead") == "1")


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """The page of ``rows`` that the address asks for."""
    return Paginator(rows, limits.PER_PAGE).get_page(request.GET.get("page"))


def sidebar(learner: Learner, scope: Scope, now: datetime) -> dict[str, Any]:
    """The topic tree and today's counts."""
    lines = selectors.topic_lines(learner, now)
    return {
        "learner": learner,
        "scope": scope,
        "lines": lines,
        "today": selectors.today_of(learner, lines, now),
    }
