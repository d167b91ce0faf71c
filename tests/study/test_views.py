"""The pages of study: one card at a time without a script, whose it is, and how many queries a list takes."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role, User
from questions.models import Question
from study import collecting
from study.models import Bookmark, Card, Learner, MistakeReport, Note, Rating, Review
from tests.conftest import MakeUser
from tests.questions.conftest import MakeQuestion
from tests.study.conftest import ReviewAt

pytestmark = pytest.mark.django_db

CLOSED = ("overview", "session", "due", "history", "settings", "bookmarks", "notes")


@pytest.fixture
def question(make_question: MakeQuestion) -> Question:
    return make_question("one")


def page(client: Client, name: str, *args: object, **asked: str) -> str:
    answer = client.get(reverse(f"study:{name}", args=args), asked)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_a_card_is_asked_revealed_and_rated(signed_in: Client, question: Question) -> None:
    place = signed_in.get(reverse("study:session"))["Location"]
    assert place == reverse("study:card", args=["one"])
    alone = page(signed_in, "card", "one")
    assert question.question_en in alone
    assert question.answer_en not in alone
    shown = (timezone.now() - timedelta(seconds=42)).isoformat()
    signed_in.post(reverse("study:reveal", args=["one"]), {"attempt": "my try", "shown": shown})
    both = page(signed_in, "card", "one")
    assert question.answer_en in both
    assert "my try" in both
    answer = signed_in.post(reverse("study:rate", args=["one"]), {"rating": str(Rating.GOOD.value)})
    assert answer["Location"] == reverse("study:session")
    review = Review.objects.get()
    assert (review.rating, review.attempt) == (Rating.GOOD, "my try")
    assert review.duration_ms is not None
    assert review.duration_ms >= 42_000


def test_what_is_rated_twice_counts_once(signed_in: Client, question: Question) -> None:
    signed_in.post(reverse("study:reveal", args=["one"]), {"attempt": "", "shown": ""})
    for _ in range(2):
        signed_in.post(reverse("study:rate", args=["one"]), {"rating": "3"})
    assert Review.objects.count() == 1


@pytest.mark.parametrize("rating", ["", "0", "5", "x", "3.0"])
def test_a_rating_that_is_none_changes_nothing(signed_in: Client, question: Question, rating: str) -> None:
    signed_in.post(reverse("study:reveal", args=["one"]), {"attempt": "", "shown": ""})
    assert signed_in.post(reverse("study:rate", args=["one"]), {"rating": rating}).status_code == 302
    assert not Review.objects.exists()


@pytest.mark.parametrize("shown", ["", "nonsense", "2026-13-45", "2026-01-01T00:00:00"])
def test_a_time_that_is_none_is_left_out(signed_in: Client, question: Question, shown: str) -> None:
    signed_in.post(reverse("study:reveal", args=["one"]), {"attempt": "x", "shown": shown})
    signed_in.post(reverse("study:rate", args=["one"]), {"rating": "3"})
    assert Review.objects.get().duration_ms is None


def test_the_last_review_can_be_undone(signed_in: Client, question: Question) -> None:
    signed_in.post(reverse("study:reveal", args=["one"]), {"attempt": "my try", "shown": ""})
    signed_in.post(reverse("study:rate", args=["one"]), {"rating": "1"})
    answer = signed_in.post(reverse("study:undo"))
    assert answer["Location"] == reverse("study:card", args=["one"])
    assert Review.objects.get().undone_at is not None
    assert "my try" in page(signed_in, "card", "one")
    assert signed_in.post(reverse("study:undo"))["Location"] == reverse("study:overview")


def test_where_nothing_is_due_it_says_what_to_do(signed_in: Client, question: Question) -> None:
    assert signed_in.get(reverse("study:session"), {"topic": "none"}).status_code == 200


@pytest.mark.parametrize("name", CLOSED)
def test_a_visitor_is_asked_to_sign_in(client: Client, db: None, name: str) -> None:
    address = reverse(f"study:{name}")
    assert client.get(address)["Location"] == f"{reverse('account_login')}?next={address}"


def test_what_is_somebody_elses_is_not_shown(
    signed_in: Client, make_user: MakeUser, question: Question, user: User
) -> None:
    other = make_user(username="other")
    collecting.save_note(other, question, "a secret note", 0)
    collecting.set_bookmark(other, question, on=True)
    for name in ("notes", "bookmarks"):
        assert question.title_en not in page(signed_in, name)
    assert "a secret note" not in page(signed_in, "note", "one")


def test_a_note_that_changed_meanwhile_is_not_overwritten(signed_in: Client, question: Question) -> None:
    address = reverse("study:note", args=["one"])
    signed_in.post(address, {"text": "first", "seen": "0"})
    seen = Note.objects.get().version
    signed_in.post(address, {"text": "second", "seen": seen})
    answer = signed_in.post(address, {"text": "third", "seen": seen})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "second" in text
    assert "third" in text
    assert Note.objects.get().text == "second"


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_a_bookmark_leads_back_to_this_site_alone(signed_in: Client, question: Question, target: str) -> None:
    answer = signed_in.post(reverse("study:bookmark", args=["one"]), {"on": "1", "next": target})
    assert answer["Location"] == question.get_absolute_url()
    assert Bookmark.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.CANDIDATE, 403), (Role.INTERVIEWER, 403), (Role.AUTHOR, 200), (Role.ADMIN, 200)],
)
def test_reports_are_read_by_authors(
    client: Client, make_user: MakeUser, question: Question, role: Role, status: int
) -> None:
    reader = make_user(username="reporter")
    client.force_login(reader)
    client.post(reverse("study:report", args=["one"]), {"text": "the second line is <wrong>"})
    client.force_login(make_user(role, "reader"))
    answer = client.get(reverse("study:reports"))
    assert answer.status_code == status
    assert ("the second line is &lt;wrong&gt;" in answer.content.decode()) is (status == 200)
    resolved = client.post(reverse("study:resolve", args=[MistakeReport.objects.get().pk]), {"on": "1"})
    assert resolved.status_code == (302 if status == 200 else 403)


def test_the_bank_can_be_taken_to_anki(signed_in: Client, question: Question) -> None:
    answer = signed_in.get(reverse("study:export"))
    assert "collection.anki2" in ZipFile(BytesIO(answer.content)).namelist()


SETTINGS = {"daily_goal": "5", "new_per_day": "0", "retention": "85", "time_zone": "Asia/Tokyo"}


def test_settings_are_kept(signed_in: Client) -> None:
    assert signed_in.post(reverse("study:settings"), SETTINGS).status_code == 302
    kept = Learner.objects.get()
    found = [kept.daily_goal, kept.new_per_day, kept.desired_retention, kept.time_zone]
    assert found == [5, 0, 0.85, "Asia/Tokyo"]


def test_a_zone_of_another_kind_stays_with_who_has_it(signed_in: Client) -> None:
    signed_in.post(reverse("study:settings"), SETTINGS)
    Learner.objects.update(time_zone="PRC")
    assert signed_in.post(reverse("study:settings"), SETTINGS | {"time_zone": "PRC"}).status_code == 302
    assert signed_in.post(reverse("study:settings"), SETTINGS | {"time_zone": "UTC"}).status_code == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("daily_goal", "0"),
        ("daily_goal", "1001"),
        ("daily_goal", "x"),
        ("new_per_day", "-1"),
        ("new_per_day", "1001"),
        ("retention", "98"),
        ("time_zone", "Mars/One"),
        ("time_zone", "Etc/GMT+8"),
        ("time_zone", "PRC"),
    ],
)
def test_settings_that_cannot_be_are_refused(signed_in: Client, field: str, value: str) -> None:
    answer = signed_in.post(reverse("study:settings"), SETTINGS | {field: value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Learner.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("overview", 14), ("due", 8), ("history", 7), ("bookmarks", 7), ("notes", 7)],
)
def test_lists_take_as_many_queries_however_long(
    signed_in: Client,
    user: User,
    make_question: MakeQuestion,
    review_at: ReviewAt,
    django_assert_num_queries: DjangoAssertNumQueries,
    name: str,
    queries: int,
    count: int,
) -> None:
    for number in range(count):
        question = make_question(f"q{number}")
        review_at(question)
        collecting.set_bookmark(user, question, on=True)
        collecting.save_note(user, question, "x", 0)
    with django_assert_num_queries(queries):
        page(signed_in, name)


def test_a_retired_question_is_named_where_it_was_met_and_is_no_link(
    signed_in: Client, user: User, question: Question, review_at: ReviewAt, make_user: MakeUser
) -> None:
    review_at(question)
    collecting.report_mistake(user, question, "wrong", "en")
    link = f'href="{reverse("questions:detail", args=["one"])}"'

    def met(client: Client, *addresses: str) -> list[tuple[bool, bool]]:
        pages = [client.get(address).content.decode().partition("<main")[2] for address in addresses]
        return [(question.title_en in text, link in text) for text in pages]

    def everywhere() -> list[tuple[bool, bool]]:
        own = (reverse("home"), reverse("study:history"), reverse("study:note", args=["one"]))
        return [*met(signed_in, *own), *met(authors, reverse("study:reports"))]

    authors = Client()
    authors.force_login(make_user(Role.AUTHOR))
    assert everywhere() == [(True, True)] * 4
    Question.objects.update(retired=True)
    assert everywhere() == [(True, False)] * 4


@pytest.mark.parametrize("count", [1, 3])
def test_home_takes_as_many_queries_however_much_there_is(
    signed_in: Client,
    make_question: MakeQuestion,
    review_at: ReviewAt,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number in range(count):
        review_at(make_question(f"q{number}"))
    with django_assert_num_queries(17):
        assert signed_in.get(reverse("home")).status_code == 200


def test_home_of_a_learner_says_what_is_due(
    signed_in: Client, make_question: MakeQuestion, review_at: ReviewAt
) -> None:
    review_at(make_question("due"), rating=Rating.AGAIN)
    text = signed_in.get(reverse("home"), headers={"accept-language": "en"}).content.decode()
    assert reverse("study:session") in text
    assert Card.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_reports_takes_as_many_queries_however_long(
    client: Client,
    make_user: MakeUser,
    make_question: MakeQuestion,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number in range(count):
        reporter = make_user(username=f"reporter-{number}")
        collecting.report_mistake(reporter, make_question(f"q{number}"), "wrong", "en")
    client.force_login(make_user(Role.AUTHOR))
    with django_assert_num_queries(5):
        page(client, "reports")
