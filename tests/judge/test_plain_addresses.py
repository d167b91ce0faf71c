"""Addresses that no browser sends."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/questions/?topic=%00", "/api/v1/problems/?kind=a%00", "/api/v1/questions/a%00/"]
)
def test_a_nul_is_the_callers_fault(client: Client, address: str) -> None:
    assert client.get(address).status_code == 400


def test_a_percent_sign_is_none(client: Client) -> None:
    assert client.get("/questions/?q=%2500").status_code == 200
