"""Whose request it is: the word of a proxy that is named counts, and nobody else's."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from judge.visitor_address import VisitorAddress


def address(at: str, told: str | None) -> str:
    """What the site takes for the visitor's."""
    seen: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse()

    headers = {} if told is None else {"x-forwarded-for": told}
    VisitorAddress(view)(RequestFactory().get("/", REMOTE_ADDR=at, headers=headers))
    return str(seen[0].META["REMOTE_ADDR"])


@pytest.mark.parametrize(
    ("at", "told", "taken"),
    [
        ("203.0.113.5", None, "203.0.113.5"),
        ("203.0.113.5", "10.0.0.1", "203.0.113.5"),
        ("127.0.0.1", None, "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("::1", "6.6.6.6, 198.51.100.7", "198.51.100.7"),
        ("", "10.0.0.1", ""),
    ],
)
def test_the_last_address_counts_where_a_proxy_tells_it(at: str, told: str | None, taken: str) -> None:
    assert address(at, told) == taken


def test_a_proxy_may_stand_elsewhere(settings: Any) -> None:
    settings.PROXIES = [ip_network("203.0.113.0/24")]
    assert (address("203.0.113.5", "6.6.6.6, 10.0.0.1"), address("127.0.0.1", "10.0.0.1")) == (
        "10.0.0.1",
        "127.0.0.1",
    )
