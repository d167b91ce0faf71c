"""The schema in the repository is that of the code, and the page that is made of it shows every operation."""

from __future__ import annotations

import re
from dataclasses import asdict
from io import StringIO
from typing import Any

import jsonschema
import pytest
import yaml
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from judge.env import ROOT
from judge.runs import start_run
from judge.services import submit
from runners.base import Metric, Standing, Text
from study import collecting, services
from study.models import Rating
from study.selectors import learner_of
from tests.judge.api.conftest import Call
from tests.judge.conftest import Judged
from tests.questions.conftest import MakeQuestion


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


def strict(schema: Any) -> Any:
    """OpenAPI 3.0's ``nullable`` in the words of JSON Schema."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: strict(value) for name, value in schema.items() if name != "nullable"}
    return {"anyOf": [found, {"type": "null"}]} if schema.get("nullable") is True else found


ROUTES = (
    *("account/", "bookmarks/", "notes/", "problems/", "questions/", "search/", "submissions/"),
    *("study/activity/", "study/cards/", "study/next/", "study/problems/", "study/reviews/"),
    *("study/settings/", "study/today/", "runs/{id}/"),
    *(f"problems/{{slug}}/{rest}" for rest in ("", "draft/", "help/", "leaderboard/")),
    *(f"questions/{{slug}}/{rest}" for rest in ("", "note/")),
    *(f"submissions/{{id}}/{rest}" for rest in ("", "curve/", "events/", "verdicts/", "compare/{other}/")),
)


@pytest.mark.parametrize("route", [*ROUTES, "runs/{id}/events/?after=x", "submissions/{none}/"])
def test_what_is_sent_is_what_the_schema_says(
    call: Call, candidate: User, make_question: MakeQuestion, judged: Judged, route: str
) -> None:
    known, _ = make_question("known"), make_question("new")
    services.reveal(candidate, known, "mine", None)
    services.rate(learner_of(candidate), known, Rating.GOOD)
    collecting.set_bookmark(candidate, known, on=True)
    collecting.save_note(candidate, known, "mine", 0)
    metric = Metric("m", Text("准", "Acc"), 0.8, 0.7, 0.9, "higher", standing=Standing.ON_PAR)
    first = judged(candidate, metrics=[asdict(metric)], score=40.0)
    second = submit(candidate, first.problem_version, "x = 1")
    run = start_run(candidate, first.problem_version, "x = 1", "typed")
    slug = "new" if route.startswith("questions") else "fake-problem"
    number = run.pk if route.startswith("runs") else first.pk

    answer = call("GET", route.format(slug=slug, id=number, other=second.pk, none=run.pk))

    schema = yaml.safe_load((ROOT / "docs" / "openapi.yml").read_text(encoding="utf-8"))
    named = route.partition("?")[0].replace("{none}", "{id}")
    said = schema["paths"][f"/api/v1/{named}"]["get"]["responses"]
    content = said.get(str(answer.status_code), said["default"])["content"]
    jsonschema.validate(
        answer.json(),
        strict(content[answer["Content-Type"]]["schema"] | {"components": schema["components"]}),
    )
