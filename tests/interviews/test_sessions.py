"""Preparing a session."""

from __future__ import annotations

from dataclasses import asdict, replace
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from interviews import selectors, sessions
from interviews.asked import Asked
from interviews.forms import ScorecardForm
from interviews.models import Session
from interviews.report import report_of
from interviews.rubric import Line, usual_rubric
from questions.models import Question
from tests.interviews.conftest import RUBRIC, Begin

pytestmark = pytest.mark.django_db


def test_a_session_keeps_its_order(session: Session) -> None:
    question, problem = selectors.items_of(session)
    assert [question.is_code, problem.is_code] == [False, True]
    assert [one.title for one in session.criteria.all()] == ["Code", "Words"]


def test_a_session_is_changed_until_somebody_begins(session: Session, begin: Begin) -> None:
    only = [f"q:{selectors.items_of(session)[0].question_id}"]
    sessions.save_session(session, only, usual_rubric())
    assert (len(selectors.items_of(session)), session.criteria.count()) == (1, 4)
    begin()
    with pytest.raises(sessions.Begun):
        sessions.save_session(session, only, RUBRIC)
    assert session.criteria.count() == 4


@pytest.mark.parametrize(("saved", "read"), [("en", "zh-hans"), ("zh-hans", "en"), ("en", "en")])
def test_the_usual_rubric_is_in_the_readers_language_and_ones_own_as_written(
    session: Session, begin: Begin, client: Client, saved: str, read: str
) -> None:
    with override(saved):
        first, second, *_rest = usual_rubric()
        own = replace(second, anchors=("none", *second.anchors[1:]))
        sessions.save_session(session, [f"q:{selectors.items_of(session)[0].question_id}"], [first, own])
    sitting = begin()
    with override(read):
        expected = [usual_rubric()[0], own]
        card = ScorecardForm(sitting).rubric_fields()
        report = report_of(sitting, "")
    client.force_login(session.author)
    header = {"accept-language": read}
    shown = client.get(reverse("interviews:session", args=[session.pk]), headers=header).context["rubric"]
    copied = client.get(reverse("interviews:new"), {"like": session.pk}, headers=header).context["rubric"]
    rated = [Line(str(field.label), tuple(text for _radio, text in radios)) for field, radios in card]
    assert (shown, rated) == (expected, expected)
    assert [one.title for one in report.criteria] == [line.title for line in expected]
    assert [form["title"].value() for form in copied.forms][:2] == [line.title for line in expected]


def test_a_question_is_asked_as_it_was_when_the_session_was_saved(
    session: Session, question: Question, begin: Begin, client: Client
) -> None:
    sitting, before = begin(), Asked.of(question)
    Question.objects.filter(pk=question.pk).update(title_en="Renamed", question_en="Ask anew", answer_en="So")
    (item, _) = selectors.items_of(session)
    assert item.subject == before
    client.force_login(sitting.author)
    page = client.get(reverse("interviews:item", args=[sitting.pk, 1])).content.decode()
    assert [text in page for text in (before.title_en, "Renamed", "Ask anew")] == [True, False, False]


def test_what_was_asked_before_gets_the_texts_of_now(session: Session, question: Question) -> None:
    session.items.update(texts={})
    import_module("interviews.migrations.0002_texts_of_questions").copy_texts(apps, None)
    assert [item.texts for item in session.items.all()] == [asdict(Asked.of(question)), {}]
