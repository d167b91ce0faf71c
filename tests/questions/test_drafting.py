"""Drafts: imported once, written, moved on, published as a copy, with every step kept."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from questions import drafting
from questions.article.reading import read_article
from questions.bank_loader import load_bank
from questions.drafting import NotAllowed
from questions.models import DraftRevision, ProblemDraft, Question, QuestionDraft, Topic
from questions.selectors import shown_questions
from tests.questions.article.test_reading import ARTICLE
from tests.questions.conftest import WHOLE

pytestmark = pytest.mark.django_db
State = QuestionDraft.State


def test_an_article_becomes_drafts_and_nothing_is_published(author: User, topic: Topic) -> None:
    done = drafting.import_items(author, read_article(ARTICLE).items, topic)
    assert (len(done.added), done.there) == (3, ())
    first = QuestionDraft.objects.get(title_zh="什么是语言模型？")
    assert (first.state, first.document_section, first.answer_en) == (State.DRAFT, "1.1", "")
    assert first.answer_zh.startswith("它给文本以概率")
    assert ProblemDraft.objects.get().starter.startswith("class NGramModel")
    assert not Question.objects.exists()


def test_importing_twice_changes_nothing(author: User, topic: Topic) -> None:
    items = read_article(ARTICLE).items
    added = drafting.import_items(author, items, topic).added
    drafting.save_draft(author, QuestionDraft.objects.earliest("pk"), {"answer_zh": "better"}, 1)
    before = list(DraftRevision.objects.values())
    again = drafting.import_items(author, items, topic)
    assert (again.added, set(again.there)) == ((), set(added))
    assert list(DraftRevision.objects.values()) == before
    assert QuestionDraft.objects.filter(answer_zh="better").exists()


def test_english_articles_fill_the_english_side(author: User, topic: Topic) -> None:
    drafting.import_items(author, read_article("Question: What is LoRA?\nAnswer: Low rank.").items, topic)
    draft = QuestionDraft.objects.get()
    assert (draft.question_en, draft.answer_en, draft.question_zh) == ("What is LoRA?", "Low rank.", "")


def test_what_is_published_is_read_and_found(author: User, draft: QuestionDraft) -> None:
    drafting.move(author, draft, State.IN_REVIEW)
    assert not shown_questions().exists()
    published = drafting.move(author, draft, State.PUBLISHED)
    question = shown_questions().get()
    assert (question, question.answer_en, question.plain_zh) == (
        published.question,
        "answer en",
        "question zh answer zh",
    )


def test_a_change_is_read_only_when_it_is_published_again(author: User, draft: QuestionDraft) -> None:
    drafting.move(author, draft, State.PUBLISHED)
    changed = drafting.save_draft(author, draft, {"answer_en": "better"}, 1)
    assert (changed.state, shown_questions().get().answer_en) == (State.DRAFT, "answer en")
    drafting.move(author, draft, State.PUBLISHED)
    assert shown_questions().get().answer_en == "better"
    assert Question.objects.count() == 1


def test_what_is_retired_is_read_no_more_and_comes_back(author: User, draft: QuestionDraft) -> None:
    for target, shown in [(State.PUBLISHED, 1), (State.RETIRED, 0), (State.DRAFT, 0), (State.PUBLISHED, 1)]:
        drafting.move(author, draft, target)
        assert shown_questions().count() == shown


@pytest.mark.parametrize("missing", sorted(WHOLE))
def test_half_of_a_question_is_not_published(author: User, draft: QuestionDraft, missing: str) -> None:
    drafting.save_draft(author, draft, {missing: " "}, 1)
    with pytest.raises(NotAllowed) as refused:
        drafting.move(author, draft, State.PUBLISHED)
    assert (refused.value.code, refused.value.missing) == ("incomplete", (missing,))
    assert not Question.objects.exists()


@pytest.mark.parametrize(("path", "target"), [([], "nowhere"), ([], "draft"), (["retired"], "published")])
def test_other_moves_are_refused(author: User, draft: QuestionDraft, path: list[str], target: str) -> None:
    for step in path:
        drafting.move(author, draft, step)
    with pytest.raises(NotAllowed) as refused:
        drafting.move(author, draft, target)
    assert refused.value.code == "move"


def test_two_writers_do_not_overwrite_each_other(author: User, draft: QuestionDraft) -> None:
    drafting.save_draft(author, draft, {"answer_en": "one"}, 1)
    with pytest.raises(NotAllowed):
        drafting.save_draft(author, draft, {"answer_en": "two"}, 1)
    draft.refresh_from_db()
    assert draft.answer_en == "one"


def test_every_step_is_kept_and_saving_the_same_is_none(author: User, draft: QuestionDraft) -> None:
    drafting.save_draft(author, draft, {"answer_en": "answer en"}, 1)
    drafting.move(author, draft, State.IN_REVIEW)
    steps = [(one.by, one.step, one.state) for one in draft.revisions.all()]
    assert steps == [(author, "moved", "in_review"), (author, "written", "draft")]


@pytest.mark.parametrize(
    ("given", "stale"),
    [
        ({"answer_zh": "新"}, "en"),
        ({"answer_en": "new"}, "zh"),
        ({"answer_zh": "新", "answer_en": "new"}, ""),
        ({"tags": ["x"]}, ""),
    ],
)
def test_the_language_that_did_not_follow_is_named(
    author: User, draft: QuestionDraft, given: dict[str, Any], stale: str
) -> None:
    assert drafting.save_draft(author, draft, given, 1).stale_language == stale


def test_loading_the_bank_leaves_what_was_written_on_the_site(author: User, draft: QuestionDraft) -> None:
    drafting.move(author, draft, State.PUBLISHED)
    assert "own-1" not in load_bank().retired
    assert shown_questions().filter(slug="own-1").exists()
