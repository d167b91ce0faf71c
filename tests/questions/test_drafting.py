"""Drafts: imported once, written, moved on, published as a copy, with every step kept."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from django.db.models import ProtectedError

from accounts.models import User
from questions import drafting, packaging
from questions.article.items import Item, Kind
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


def shipped(bank: Path) -> Question:
    load_bank(bank)
    return Question.objects.get(slug="what-is-it")


def test_a_shipped_question_is_changed_on_the_site_with_its_history(author: User, bank: Path) -> None:
    question = shipped(bank)
    draft = drafting.take_up(author, question)
    assert (draft.state, draft.question_en, drafting.take_up(author, question)) == ("published", "Ask", draft)
    drafting.save_draft(author, draft, {"question_en": "Ask better"}, 0)
    question.refresh_from_db()
    assert question.question_en == "Ask"
    drafting.move(author, draft, State.PUBLISHED)
    question.refresh_from_db()
    assert (Question.objects.count(), question.question_en) == (1, "Ask better")
    assert [(one.by, one.step, one.fields["question_en"]) for one in draft.revisions.all()] == [
        (author, "moved", "Ask better"),
        (author, "written", "Ask better"),
        (author, "taken_up", "Ask"),
    ]


def test_what_authors_changed_is_kept_by_the_bank_which_says_so(author: User, bank: Path) -> None:
    draft = drafting.take_up(author, shipped(bank))
    assert load_bank(bank).kept == ()
    drafting.move(author, draft, State.RETIRED)
    assert (load_bank(bank).kept, shown_questions().count()) == (("what-is-it",), 0)
    drafting.move(author, draft, State.DRAFT)
    drafting.move(author, draft, State.PUBLISHED)
    assert (load_bank(bank).kept, shown_questions().count()) == ((), 1)
    file = bank / "basics" / "what-is-it.md"
    file.write_text(file.read_text("utf-8").replace("Ask", "Ask again"), "utf-8")
    plan = load_bank(bank)
    assert (plan.kept, plan.differs, shown_questions().get().question_en) == (("what-is-it",), False, "Ask")
    file.unlink()
    assert (load_bank(bank).retired, shown_questions().count()) == ((), 1)


def test_a_retired_question_that_is_taken_up_can_come_back(author: User, bank: Path) -> None:
    question = shipped(bank)
    (bank / "basics" / "what-is-it.md").unlink()
    load_bank(bank)
    question.refresh_from_db()
    draft = drafting.take_up(author, question)
    assert draft.state == State.RETIRED
    for target in (State.DRAFT, State.PUBLISHED):
        drafting.move(author, draft, target)
    assert shown_questions().get() == question


def test_items_that_ask_in_the_same_words_are_all_kept(author: User, topic: Topic) -> None:
    text = "## 1.1 甲\n题目：简述原理。\n答案：一\n## 1.2 乙\n题目：简述原理。\n答案：二\n"
    items = read_article(text).items
    assert len(drafting.import_items(author, items, topic).added) == 2
    assert drafting.import_items(author, items, topic).added == ()
    assert set(QuestionDraft.objects.values_list("title_zh", "answer_zh")) == {("甲", "一"), ("乙", "二")}
    alone = read_article(text.split("## 1.2", maxsplit=1)[0] * 2).items
    assert len(set(drafting.slugs_of(alone))) == 1


def test_names_of_many_that_ask_the_same_are_made_at_once() -> None:
    many = [Item(Kind.QA, "", "甲", (), "乙", f"{number}", "", "") for number in range(20_000)]
    before = time.process_time()
    assert len(set(drafting.slugs_of(many))) == 20_000
    assert time.process_time() - before < 5


def test_what_was_saved_meanwhile_is_not_published_unread(author: User, draft: QuestionDraft) -> None:
    drafting.save_draft(author, draft, {"answer_en": "theirs"}, 1)
    with pytest.raises(NotAllowed) as refused:
        drafting.move(author, draft, State.PUBLISHED, seen=1)
    assert (refused.value.code, Question.objects.exists()) == ("changed", False)
    drafting.move(author, draft, State.PUBLISHED, seen=2)
    assert Question.objects.get().answer_en == "theirs"


def test_a_coding_item_keeps_its_place_and_who_brought_it(author: User, topic: Topic) -> None:
    drafting.import_items(author, read_article(ARTICLE).items, topic)
    item = ProblemDraft.objects.get()
    assert (item.number, item.chapters, item.topic) == ("3.2", ["大模型面试题", "三、实践"], topic)
    packaging.begin_from_item(author, "from-article", "function", item)
    assert [(one.by, one.step, one.fields["number"]) for one in item.revisions.all()] == [
        (author, "begun", "3.2"),
        (author, "imported", "3.2"),
    ]


def test_revisions_are_never_changed(author: User, draft: QuestionDraft) -> None:
    package = packaging.begin(author, "own-problem", "function", "题", "Problem")
    for revisions in (draft.revisions, package.revisions):
        row = revisions.get()
        for change in (row.save, row.delete, revisions.all().delete, lambda: revisions.update(step="moved")):  # noqa: B023
            with pytest.raises(TypeError, match="immutable"):
                change()
    for written in (draft, package):
        with pytest.raises(ProtectedError):
            written.delete()
