"""No address has a NUL by the time that anything reads it: PostgreSQL fails where it is to look for one."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/questions/", "/search/", "/api/v1/questions/", "/api/v1/search/"])
def test_a_nul_is_read_as_what_cannot_be_read(client: Client, path: str) -> None:
    answer = client.get(f"{path}?q=a%00b&topic=%00&kind=x%00")
    assert answer.status_code == 200
    assert answer.wsgi_request.GET.dict() == {"q": "a\ufffdb", "topic": "\ufffd", "kind": "x\ufffd"}


@pytest.mark.parametrize("path", ["/api/v1/questions/%00/", "/api/v1/problems/x%00/kit/", "/questions/%00/"])
def test_there_is_nothing_at_such_an_address(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, "\0" in answer.wsgi_request.path_info) == (404, False)
