"""A caller who is signed in and speaks JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User

Call = Callable[..., Any]


@pytest.fixture
def call(client: Client, candidate: User) -> Call:
    """Send something to an address below ``/api/v1/`` as the candidate."""

    def send(method: str, path: str, body: Any = None) -> Any:
        return client.generic(method, f"/api/v1/{path}", json.dumps(body or {}), "application/json")

    return send
