"""Bookmarks, notes and reports in the API."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from study import collecting, limits
from study.models import Bookmark, MistakeReport, Note
from tests.conftest import MakeUser
from tests.judge.api.conftest import Call
from tests.questions.conftest import MakeQuestion

pytestmark = pytest.mark.django_db


def test_a_bookmark_is_put_there_and_taken_away(call: Call, make_question: MakeQuestion) -> None:
    make_question("one")
    assert [call("PUT", "questions/one/bookmark/").status_code for _ in range(2)] == [204, 204]
    assert [one["question"]["slug"] for one in call("GET", "bookmarks/").json()["results"]] == ["one"]
    assert call("DELETE", "questions/one/bookmark/").status_code == 204
    assert not Bookmark.objects.exists()


def test_a_note_is_saved_by_the_version_that_it_came_from(call: Call, make_question: MakeQuestion) -> None:
    make_question("one")
    assert call("GET", "questions/one/note/").json()["version"] == 0
    saved = call("PUT", "questions/one/note/", {"text": " mine\n", "version": 0}).json()
    assert (saved["text"], saved["version"]) == (" mine\n", 1)
    stale = call("PUT", "questions/one/note/", {"text": "other", "version": 0})
    assert (stale.status_code, stale.json()["code"]) == (409, "note_changed")
    assert call("PUT", "questions/one/note/", {"text": "x" * 50_001, "version": 1}).status_code == 400
    assert [one["text"] for one in call("GET", "notes/").json()["results"]] == [" mine\n"]


def test_a_mistake_is_reported_so_often_a_day(
    call: Call, make_question: MakeQuestion, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_question("one")
    monkeypatch.setattr(limits, "REPORTS_A_DAY", 1)
    assert call("POST", "questions/one/reports/", {"text": " "}).status_code == 400
    made = call("POST", "questions/one/reports/", {"text": "Line 2 is wrong."})
    assert (made.status_code, made.json()["question"]) == (201, "one")
    more = call("POST", "questions/one/reports/", {"text": "Line 3, too."})
    assert (more.status_code, more.json()["code"]) == (429, "too_many_reports")
    assert MistakeReport.objects.get().text == "Line 2 is wrong."


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("path", ["bookmarks/", "notes/"])
def test_lists_take_as_many_queries_however_long_and_show_ones_own(
    call: Call,
    candidate: User,
    make_user: MakeUser,
    make_question: MakeQuestion,
    django_assert_num_queries: DjangoAssertNumQueries,
    path: str,
    count: int,
) -> None:
    other = make_user(username="other")
    for number in range(count):
        question = make_question(f"q{number}")
        for user in (candidate, other):
            collecting.set_bookmark(user, question, on=True)
            collecting.save_note(user, question, "x", 0)
    with django_assert_num_queries(3):
        assert len(call("GET", path).json()["results"]) == count
    assert Note.objects.count() == 2 * count
