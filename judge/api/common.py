"""What all of the API's views share: who calls, pages, parsers, throttles."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError as DjangoValidationError
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound, ParseError
from rest_framework.pagination import CursorPagination
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle

from accounts.models import User


class ByCursor(CursorPagination):
    """Pages by a cursor; one that names no place is the caller's fault, not ours."""

    def paginate_queryset(self, *args: Any, **kwargs: Any) -> list[Any] | None:
        """See ``CursorPagination``."""
        try:
            return super().paginate_queryset(*args, **kwargs)
        except (ValueError, OverflowError, DjangoValidationError) as error:
            raise NotFound(self.invalid_cursor_message) from error


class NewestFirst(ByCursor):
    """Pages by id, newest first."""

    ordering = "-id"
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200


class InOrder(ByCursor):
    """Pages in the order in which the site lists things; a cursor needs one that is a field."""

    ordering = "id"
    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = 200


class ByDue(ByCursor):
    """Pages of cards, the next to come up first."""

    ordering = ("due", "id")
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200


class ShallowJSON(JSONParser):
    """JSON that is nested deeper than Python can read is the sender's fault, not ours."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        """See ``JSONParser``."""
        try:
            return super().parse(*args, **kwargs)
        except RecursionError as error:
            raise ParseError(_("The JSON is nested too deeply.")) from error


PARSERS = (ShallowJSON, FormParser, MultiPartParser)


def user_of(request: Request) -> User:
    """Who calls an address that asks for signing in."""
    return cast(User, request.user)


class Visitors(AnonRateThrottle):
    """Callers who did not sign in, by address."""

    rate = "120/min"


class Callers(UserRateThrottle):
    """Everybody else, by account. A client that watches a submission asks once a second."""

    rate = f"{settings.ENV.api_calls_per_minute}/min"
