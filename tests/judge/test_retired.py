"""A problem is retired and restored: on no list meanwhile, and what was sent in stays readable."""

from __future__ import annotations

import pytest
from django.http import FileResponse
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from interviews.forms import item_choices
from judge import selectors
from judge.search import Filters, search
from questions import packaging
from questions.models import ProblemVersion
from questions.package_models import PackageDraft
from questions.packaging import Refused
from questions.selectors import published_slugs, published_version
from tests.conftest import MakeUser
from tests.judge.conftest import Judged

pytestmark = pytest.mark.django_db


@pytest.fixture
def package(fake_version: ProblemVersion, make_user: MakeUser) -> PackageDraft:
    """What an author writes on the problem."""
    return packaging.take_up(make_user(Role.AUTHOR), fake_version)


def known(client: Client, version: ProblemVersion) -> list[bool]:
    """Where the problem is met: lists, search, API, sessions, its own pages."""
    slug = version.problem.slug
    pages = ("problem", "leaderboard", "kit")
    found = [client.get(reverse(page, args=[slug])) for page in pages]
    if isinstance(found[-1], FileResponse):
        found[-1].getvalue()  # read to the end, it closes its file
    api = client.get(reverse("api:problem-list")).json()["results"]
    return [
        *(answer.status_code == 200 for answer in found),
        reverse("problem", args=[slug]) in client.get(reverse("problems")).content.decode(),
        [row["slug"] for row in api] == [slug],
        len(search(Filters(query="Fake"), None)) == 1,
        f"p:{version.pk}" in str(item_choices()),
        version in selectors.versions_without_reference(),
        (slug in published_slugs(), published_version(slug)) == (True, version),
    ]


def test_a_retired_problem_is_met_nowhere_until_it_is_restored(
    client: Client, fake_version: ProblemVersion, package: PackageDraft
) -> None:
    places = len(known(client, fake_version))
    assert known(client, fake_version) == [True] * places
    packaging.retire(package.author, package, retired=True)
    assert known(client, fake_version) == [False] * places
    with pytest.raises(Refused, match="move"):
        packaging.retire(package.author, package, retired=True)
    packaging.retire(package.author, package, retired=False)
    assert known(client, fake_version) == [True] * places
    assert [one.step for one in package.revisions.all()] == ["restored", "retired", "begun"]


def test_what_was_sent_in_stays_readable(
    client: Client, candidate: User, fake_version: ProblemVersion, package: PackageDraft, judged: Judged
) -> None:
    row = judged(candidate)
    packaging.retire(package.author, package, retired=True)
    address = reverse("submission", args=[row.pk])
    assert client.get(address).context["submission"] == row
    narrowed = client.get(reverse("submissions"), {"problem": fake_version.problem.slug})
    assert list(narrowed.context["page"].object_list) == [row]


def test_an_author_retires_by_the_button_and_nobody_else(
    client: Client, make_user: MakeUser, fake_version: ProblemVersion, package: PackageDraft
) -> None:
    address = reverse("authoring:package_retire", args=[package.slug])
    client.force_login(make_user())
    assert client.post(address, {"retired": "1"}).status_code == 403
    client.force_login(package.author)
    for value in ("1", "0"):
        page = client.get(reverse("authoring:package", args=[package.slug])).content.decode()
        assert f'name="retired" value="{value}"' in page
        client.post(address, {"retired": value})
        fake_version.problem.refresh_from_db()
        assert fake_version.problem.retired is (value == "1")
