"""Addresses that no text can have: a NUL is in no name of ours, and PostgreSQL cannot even look for it.

Forms refuse it field by field; what is read out of an address goes into queries as it is.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.deprecation import MiddlewareMixin

UNREADABLE = "\N{REPLACEMENT CHARACTER}"


class PlainAddresses(MiddlewareMixin):
    """Middleware: a NUL in an address is read as what cannot be read, which is found nowhere."""

    def process_request(self, request: HttpRequest) -> None:
        """Before anything reads the address."""
        request.path_info = request.path_info.replace("\0", UNREADABLE)
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "%EF%BF%BD")
