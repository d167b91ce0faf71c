"""Addresses with a NUL in them, in the path or in what is asked for: PostgreSQL takes no such text, so that
each page and each call of the API would break by itself. They get 400; no browser sends one.
"""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils.deprecation import MiddlewareMixin


class PlainAddresses(MiddlewareMixin):
    """Middleware: refuses them before anything looks at them."""

    def process_request(self, request: HttpRequest) -> None:
        """Raise for a NUL, as it is or in its escape."""
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("a NUL in the address")
