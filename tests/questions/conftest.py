"""Questions in the database, and banks in a folder, for the tests of the Q&A bank."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from accounts.models import Role, User
from questions import drafting
from questions.models import Question, QuestionDraft, Topic
from tests.conftest import MakeUser

MakeQuestion = Callable[..., Question]

TOPIC = """
title: {zh: 基础, en: Basics}
blurb: {zh: 从头说起, en: From the start}
position: 1
"""

QUESTION = """---
id: what-is-it
topic: basics
section: "1.1"
position: 1
difficulty: easy
tags: [model, 模型]
sources:
  - document §1.1
  - {title: A Paper, authors: Somebody, year: 2020, arxiv: "2001.08361"}
problem: some-problem
title: {zh: 是什么, en: What is it}
---

# 中文

## 题目

问

## 答案

答

# English

## Question

Ask

## Answer

```python
# English
## Question
```
"""


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A folder with one topic and one question."""
    folder = tmp_path / "bank" / "basics"
    folder.mkdir(parents=True)
    (folder / "topic.yaml").write_text(TOPIC, encoding="utf-8")
    (folder / "what-is-it.md").write_text(QUESTION, encoding="utf-8")
    return tmp_path / "bank"


@pytest.fixture
def question_text() -> str:
    """What the question file of ``bank`` holds, to be changed."""
    return QUESTION


@pytest.fixture
def make_question(db: None) -> MakeQuestion:
    """Make a question; columns in both languages are filled from the slug unless they are given."""

    def make(slug: str = "one", topic: str = "basics", **columns: Any) -> Question:
        owner, _ = Topic.objects.get_or_create(
            slug=topic, defaults={"title_zh": "基础", "title_en": topic.title()}
        )
        filled = {
            f"{part}_{language}": f"{part} {language} {slug}"
            for part in ("title", "question", "answer", "plain")
            for language in ("zh", "en")
        }
        return Question.objects.create(slug=slug, topic=owner, **({"difficulty": "easy"} | filled | columns))

    return make


WHOLE = {f"{part}_{language}": f"{part} {language}" for part in drafting.NEEDED for language in ("zh", "en")}


@pytest.fixture
def author(make_user: MakeUser) -> User:
    return make_user(Role.AUTHOR)


@pytest.fixture
def topic(db: None) -> Topic:
    return Topic.objects.create(slug="basics", title_zh="基础", title_en="Basics")


@pytest.fixture
def draft(author: User, topic: Topic) -> QuestionDraft:
    """A draft that is whole in both languages."""
    blank = QuestionDraft(slug="own-1", topic=topic, author=author, difficulty="easy")
    return drafting.save_draft(author, blank, WHOLE, 0)
