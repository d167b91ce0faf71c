"""The schema in the repository is that of the code, and the page that is made of it shows every operation."""

from __future__ import annotations

import re
from io import StringIO

import pytest
import yaml
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from judge.env import ROOT


def test_the_schema_in_the_repository_is_current() -> None:
    """``manage.py spectacular --file docs/openapi.yml`` writes it anew."""
    found = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=found)
    assert found.getvalue() == (ROOT / "docs" / "openapi.yml").read_text(encoding="utf-8")


@pytest.mark.django_db
def test_the_page_shows_every_operation(client: Client) -> None:
    page = client.get(reverse("api:documentation")).content.decode()
    schema = yaml.safe_load((ROOT / "docs" / "openapi.yml").read_text(encoding="utf-8"))
    assert [path for path in schema["paths"] if path not in page] == []
    assert "Idempotency-Key" in page


@pytest.mark.django_db
def test_what_operations_say_is_in_one_language(client: Client) -> None:
    chinese = {"accept-language": "zh-hans"}
    page = client.get(reverse("api:documentation"), headers=chinese).content.decode()
    english = re.findall(r'<(?:p|ul) class="small[^>]* lang="en">.*?</(?:p|ul)>', page, re.DOTALL)
    schema = client.get(reverse("api:schema"), headers=chinese).content.decode()
    assert "The pagination cursor value." in "".join(english)
    assert re.findall("[\u4e00-\u9fff]+", "".join(english) + schema) == []


@pytest.mark.django_db
def test_the_schema_is_served_to_anybody(client: Client) -> None:
    answer = client.get(reverse("api:schema"))
    assert answer.status_code == 200
    assert answer.content.decode().startswith("openapi: 3")
