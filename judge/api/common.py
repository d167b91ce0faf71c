"""What all of the API's views share: who calls, pages, parsers, throttles."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound, ParseError
from rest_framework.pagination import CursorPagination
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle

from accounts.models import User


class _Cursors(CursorPagination):
    """Pages by cursors; another list's, or one that is made up, is as unknown as what is none."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        """See ``CursorPagination``, which looks at the form of a cursor alone."""
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValueError, OverflowError, ValidationError) as error:
            if self.cursor_query_param not in request.query_params:
                raise
            raise NotFound(self.invalid_cursor_message) from error


class NewestFirst(_Cursors):
    """Pages by id, newest first."""

    ordering = "-id"


class InOrder(_Cursors):
    """Pages in the order in which the site lists things; a cursor needs one that is a field."""

    ordering = "id"
    page_size = 100


class ByDue(_Cursors):
    """Pages of cards, the next to come up first."""

    ordering = ("due", "id")


class ShallowJSON(JSONParser):
    """JSON that is nested deeper than Python can read is the sender's fault, not ours."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        """See ``JSONParser``."""
        try:
            return super().parse(*args, **kwargs)
        except RecursionError as error:
            raise ParseError(_("The JSON is nested too deeply.")) from error


PARSERS = (ShallowJSON, FormParser, MultiPartParser)


class _Zip(BaseRenderer):
    media_type, format = "application/zip", JSONRenderer.format


class _Bytes(BaseRenderer):
    media_type, format = "application/octet-stream", JSONRenderer.format


ZIP, BYTES = (JSONRenderer, _Zip), (JSONRenderer, _Bytes)
"""Of operations that answer with a file, which is sent as it is: who accepts what the schema says is not
refused. An address has no ``?format=`` for it."""


def user_of(request: Request) -> User:
    """Who calls an address that asks for signing in."""
    return cast(User, request.user)


class Visitors(AnonRateThrottle):
    """Callers who did not sign in, by address."""

    rate = "120/min"


class Callers(UserRateThrottle):
    """Everybody else, by account. A client that watches a submission asks once a second."""

    rate = f"{settings.ENV.api_calls_per_minute}/min"
