"""The pages of similarity findings: who may, what is marked, what is decided."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role, User
from judge import similarity_services
from judge.similarity_models import SimilarityDecision, SimilarityFinding
from judge.similarity_page import sides_of
from tests.conftest import MakeUser
from tests.judge.conftest import Judged
from tests.judge.similarity.pairs import honest_programs
from tests.judge.test_similarity import MINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def interviewer(client: Client, make_user: MakeUser) -> User:
    user = make_user(Role.INTERVIEWER)
    client.force_login(user)
    return user


def find(make_user: MakeUser, written: Judged, number: int, source: str = MINE) -> SimilarityFinding:
    for name in ("ann", "ben"):
        written(make_user(username=f"{name}{number}"), source)
    similarity_services.compare_missing()
    return SimilarityFinding.objects.latest("pk")


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.CANDIDATE, 403), (Role.AUTHOR, 403), (Role.INTERVIEWER, 200), (Role.ADMIN, 200)],
)
def test_only_interviewers_see_findings(
    client: Client, make_user: MakeUser, written: Judged, role: Role, status: int
) -> None:
    found = find(make_user, written, 1)
    client.force_login(make_user(role))
    pages = [client.get(reverse("findings")), client.get(reverse("finding", args=[found.pk]))]
    assert [page.status_code for page in pages] == [status, status]


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert client.get(reverse("findings")).status_code == 302


def test_candidates_read_nothing_of_it_on_their_own_submission(
    client: Client, make_user: MakeUser, written: Judged
) -> None:
    found = find(make_user, written, 1)
    client.force_login(found.later.author)
    page = client.get(reverse("submission", args=[found.later_id]))
    assert "alike" not in page.context
    assert reverse("finding", args=[found.pk]) not in page.content.decode()


def test_interviewers_find_it_on_both_submissions(
    client: Client, interviewer: User, make_user: MakeUser, written: Judged
) -> None:
    found = find(make_user, written, 1)
    for pk in (found.later_id, found.earlier_id):
        assert client.get(reverse("submission", args=[pk])).context["alike"] == [found]


def test_every_region_is_marked_on_both_sides(make_user: MakeUser, written: Judged) -> None:
    found = find(make_user, written, 1)
    sides = sides_of(found)
    numbers = [mark.number for mark in sides.marks]
    for lines in (sides.later, sides.earlier):
        assert [line.number for line in lines] == list(range(1, len(MINE.splitlines()) + 1))
        assert sorted(line.mark.number for line in lines if line.first and line.mark) == numbers


def test_a_line_of_two_regions_belongs_to_the_longer(make_user: MakeUser, written: Judged) -> None:
    found = find(make_user, written, 1)
    found.regions = [[1, 3, 5, 7, 20], [3, 9, 7, 13, 50]]
    later = [line.mark.number if line.mark else 0 for line in sides_of(found).later]
    assert later[:10] == [1, 1, 2, 2, 2, 2, 2, 2, 2, 0]


def test_hostile_code_is_text(
    client: Client, interviewer: User, make_user: MakeUser, written: Judged
) -> None:
    found = find(make_user, written, 1, MINE + "\nx = '<script>alert(1)</script>'\n</pre><img src=x>\n")
    page = client.get(reverse("finding", args=[found.pk])).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_a_decision_is_kept_with_who_and_why(
    client: Client, interviewer: User, make_user: MakeUser, written: Judged
) -> None:
    found = find(make_user, written, 1)
    address = reverse("finding", args=[found.pk])
    answer = client.post(address, {"outcome": "confirmed", "note": "line by line"})
    assert (answer.status_code, answer["Location"]) == (302, address)
    kept = SimilarityDecision.objects.get()
    assert (kept.by, kept.outcome, kept.note) == (interviewer, "confirmed", "line by line")
    assert client.get(reverse("findings")).context["page"].paginator.count == 0
    assert client.get(reverse("findings"), {"show": "all"}).context["page"].paginator.count == 1


@pytest.mark.parametrize(
    ("sent", "faulty"),
    [
        ({"outcome": "confirmed", "note": " "}, "note"),
        ({"outcome": "guilty", "note": "why"}, "outcome"),
        ({"note": "why"}, "outcome"),
        ({"outcome": "dismissed", "note": "x" * 2001}, "note"),
    ],
)
def test_what_is_no_decision_is_told_and_nothing_is_lost(
    client: Client, interviewer: User, make_user: MakeUser, written: Judged, sent: dict[str, str], faulty: str
) -> None:
    found = find(make_user, written, 1)
    page = client.post(reverse("finding", args=[found.pk]), sent)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [faulty])
    assert page.context["form"]["note"].value() == sent["note"]
    assert SimilarityDecision.objects.count() == 0


def test_candidates_decide_nothing(client: Client, make_user: MakeUser, written: Judged) -> None:
    found = find(make_user, written, 1)
    client.force_login(found.later.author)
    sent = {"outcome": "dismissed", "note": "I did not"}
    assert client.post(reverse("finding", args=[found.pk]), sent).status_code == 403
    assert SimilarityDecision.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_for_one_and_for_many(
    client: Client,
    interviewer: User,
    make_user: MakeUser,
    written: Judged,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for source in list(honest_programs("ngram").values())[:count]:
        find(make_user, written, len(source), source)
    assert SimilarityFinding.objects.count() == count
    with django_assert_num_queries(6):
        client.get(reverse("findings"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_submission_asks_the_same_for_one_and_for_many(
    client: Client,
    interviewer: User,
    make_user: MakeUser,
    written: Judged,
    count: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    row = written(make_user(username="first"), MINE)
    for number in range(count):
        written(make_user(username=f"copy{number}"), MINE)
    similarity_services.compare_missing()
    with django_assert_max_num_queries(13):
        page = client.get(reverse("submission", args=[row.pk]))
    assert len(page.context["alike"]) == count
