"""Loading: what is added, changed, left, retired and brought back."""

from pathlib import Path

import pytest

from questions.bank_loader import Plan, load_bank
from questions.bank_schema import BankError
from questions.models import Problem, Question, Topic

pytestmark = pytest.mark.django_db
LINK = (("what-is-it", "some-problem"),)
SLUGS = ("what-is-it",)


def plan(**parts: tuple[object, ...]) -> Plan:
    empty = dict.fromkeys(("added", "changed", "returned", "retired", "left", "kept", "topics"), ())
    return Plan(**(empty | {"unknown_problems": LINK} | parts))  # type: ignore[arg-type]


def test_load_bank_adds_then_leaves(bank: Path) -> None:
    assert load_bank(bank) == plan(added=SLUGS, topics=("basics",))
    assert load_bank(bank) == plan(left=SLUGS)
    question = Question.objects.get()
    assert (question.topic.title_zh, question.title_en, question.question_zh) == ("基础", "What is it", "问")
    assert (question.document_section, question.linked_problem) == ("1.1", "some-problem")
    assert question.sources == ["Somebody (2020). A Paper. https://arxiv.org/abs/2001.08361"]
    assert question.plain_zh == "问 答 model 模型"


def test_load_bank_changes_what_differs(bank: Path, question_text: str) -> None:
    load_bank(bank)
    primary_key = Question.objects.get().pk
    (bank / "basics" / "what-is-it.md").write_text(question_text.replace("Ask", "Ask again"), "utf-8")
    assert load_bank(bank) == plan(changed=SLUGS)
    assert Question.objects.values_list("pk", "question_en").get() == (primary_key, "Ask again")


def test_load_bank_leaves_a_file_that_was_only_laid_out_anew(bank: Path, question_text: str) -> None:
    load_bank(bank)
    (bank / "basics" / "what-is-it.md").write_text(
        question_text.replace("## 题目\n", "## 题目\n\n\n"), "utf-8"
    )
    assert load_bank(bank) == plan(left=SLUGS)


def test_load_bank_retires_and_brings_back(bank: Path, question_text: str) -> None:
    load_bank(bank)
    file = bank / "basics" / "what-is-it.md"
    file.unlink()
    assert load_bank(bank) == plan(retired=SLUGS, unknown_problems=())
    assert Question.objects.values_list("retired", flat=True).get() is True
    assert load_bank(bank) == plan(unknown_problems=())
    file.write_text(question_text, "utf-8")
    assert load_bank(bank) == plan(returned=SLUGS)
    assert Question.objects.values_list("retired", flat=True).get() is False


def test_load_bank_check_writes_nothing(bank: Path) -> None:
    assert load_bank(bank, check=True) == plan(added=SLUGS, topics=("basics",))
    assert (Question.objects.count(), Topic.objects.count()) == (0, 0)


def test_load_bank_with_a_fault_writes_nothing(bank: Path, question_text: str) -> None:
    (bank / "basics" / "bad.md").write_text(question_text.replace("easy", "x"), "utf-8")
    with pytest.raises(BankError):
        load_bank(bank)
    assert Question.objects.count() == 0


def test_load_bank_knows_installed_problems(bank: Path) -> None:
    Problem.objects.create(slug="some-problem")
    assert load_bank(bank).unknown_problems == ()


def test_load_bank_updates_a_topic(bank: Path) -> None:
    load_bank(bank)
    topic = bank / "basics" / "topic.yaml"
    topic.write_text(topic.read_text("utf-8").replace("从头说起", "从零说起"), "utf-8")
    assert load_bank(bank) == plan(left=SLUGS, topics=("basics",))
    assert Topic.objects.get().blurb_zh == "从零说起"


def test_load_bank_leaves_a_topic_that_was_changed_on_the_site(bank: Path) -> None:
    load_bank(bank)
    Topic.objects.update(title_en="Beginnings", own=True)
    assert load_bank(bank) == plan(left=SLUGS)
    assert Topic.objects.get().title_en == "Beginnings"
