"""Whose request it is where a proxy stands before the server. What is counted by address counts by this one:
calls of the API, downloads, attempts to sign in.

Believed are the proxies of ``TUNEROOM_PROXIES`` alone, as the servers believe them about https: anybody can
write anything into the header, and would be counted as somebody else with each request.
"""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.utils.deprecation import MiddlewareMixin


class VisitorAddress(MiddlewareMixin):
    """Middleware: ``REMOTE_ADDR`` is the visitor's, not the proxy's."""

    def process_request(self, request: HttpRequest) -> None:
        """Take the last address: that one the proxy saw itself, those before it the visitor may have sent."""
        told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if told and _is_proxy(request.META.get("REMOTE_ADDR", "")):
            request.META["REMOTE_ADDR"] = told


def _is_proxy(address: str) -> bool:
    try:
        return any(ip_address(address) in network for network in settings.PROXIES)
    except ValueError:
        return False
