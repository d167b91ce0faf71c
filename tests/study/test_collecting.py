"""Bookmarks, notes and reports."""

from __future__ import annotations

import pytest

from accounts.models import User
from study import collecting, limits, selectors
from study.models import Bookmark, MistakeReport, Note
from tests.questions.conftest import MakeQuestion


def test_bookmark_is_set_and_taken_away_however_often(user: User, make_question: MakeQuestion) -> None:
    question, counts = make_question(), []
    for on in (True, True, False, False):
        collecting.set_bookmark(user, question, on)
        counts.append(Bookmark.objects.count())
    assert counts == [1, 1, 0, 0]


def test_note_keeps_its_text_to_the_character(user: User, make_question: MakeQuestion) -> None:
    text = "  # 标题\n\n```\n\ttabs\n```\n$x$ <b> \n\n"
    collecting.save_note(user, make_question(), text, 0)
    note = Note.objects.get()
    assert [note.text, note.version] == [text, 1]


def test_note_saved_elsewhere_is_not_overwritten(user: User, make_question: MakeQuestion) -> None:
    question = make_question()
    collecting.save_note(user, question, "theirs", 0)
    with pytest.raises(collecting.NoteChangedError) as caught:
        collecting.save_note(user, question, "mine", 0)
    assert [caught.value.note.text, Note.objects.get().text] == ["theirs", "theirs"]


def test_note_saved_twice_with_the_same_text_is_one_saving(user: User, make_question: MakeQuestion) -> None:
    question = make_question()
    collecting.save_note(user, question, "mine", 0)
    collecting.save_note(user, question, "mine", 0)
    assert Note.objects.get().version == 1


def test_report_can_be_resolved_and_opened_again(user: User, make_question: MakeQuestion) -> None:
    report = collecting.report_mistake(user, make_question(), "wrong", "en")
    states = []
    for resolved in (True, False):
        collecting.set_resolved(report, resolved)
        states.append(MistakeReport.objects.get().resolved_at is not None)
    assert states == [True, False]


def test_open_reports_come_first(user: User, make_question: MakeQuestion) -> None:
    question = make_question()
    old, new, done = (collecting.report_mistake(user, question, text, "en") for text in ("a", "b", "c"))
    collecting.set_resolved(done, True)
    assert list(selectors.mistake_reports()) == [new, old, done]


def test_reports_of_a_day_are_limited(
    user: User, make_question: MakeQuestion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "REPORTS_A_DAY", 2)
    question = make_question()
    for text in ("a", "b"):
        collecting.report_mistake(user, question, text, "en")
    with pytest.raises(collecting.TooManyReportsError):
        collecting.report_mistake(user, question, "c", "en")
