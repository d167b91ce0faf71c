"""The authors' pages: written from nothing, previewed, imported line by line, history."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from questions.article.reading import read_article
from questions.authoring import history_views
from questions.models import ProblemDraft, Question, QuestionDraft, Topic
from tests.conftest import MakeUser
from tests.questions.article.test_reading import ARTICLE
from tests.questions.conftest import WHOLE, MakeQuestion

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def signed_in(client: Client, author: User) -> None:
    client.force_login(author)


def filled(topic: Topic, **changed: str) -> dict[str, str]:
    blank = dict.fromkeys(("explanation_zh", "explanation_en", "errata_zh", "errata_en"), "")
    about = {"topic": str(topic.pk), "difficulty": "hard", "document_section": "", "linked_problem": ""}
    return blank | about | {"tags": "微调， LoRA, LoRA", "sources": "A\n\nB", "seen": "0"} | WHOLE | changed


def test_a_question_is_written_from_nothing(client: Client, topic: Topic) -> None:
    answer = client.post(reverse("authoring:new"), filled(topic))
    made = QuestionDraft.objects.get()
    assert answer["Location"] == reverse("authoring:edit", args=[made.slug])
    assert (made.tags, made.sources, made.title_zh) == (["微调", "LoRA"], ["A", "B"], "title zh")
    assert client.get(answer["Location"]).context["missing"] == ()


@pytest.mark.parametrize("name", ["new", "import"])
@pytest.mark.parametrize(("language", "title"), [("zh-hans", "基础"), ("en", "Basics")])
def test_topics_are_chosen_by_their_titles(
    client: Client, topic: Topic, name: str, language: str, title: str
) -> None:
    page = client.get(reverse(f"authoring:{name}"), headers={"accept-language": language}).content.decode()
    assert f'<option value="{topic.pk}">{title}</option>' in page


@pytest.mark.parametrize(
    ("language", "parts", "begun"),
    [
        ("zh-hans", ["标题", "题目", "答案"], ["新建问答题", "新建编程题"]),
        ("en", ["Title", "Question", "Answer"], ["New question", "New problem"]),
    ],
)
def test_the_parts_of_an_item_are_told_from_its_kinds(
    client: Client, topic: Topic, language: str, parts: list[str], begun: list[str]
) -> None:
    said = {"accept-language": language}
    form = client.get(reverse("authoring:new"), headers=said).context["form"]
    page = client.get(reverse("authoring:drafts"), headers=said).content.decode()
    assert [name for name, _fields in form.sides()][:3] == parts
    assert re.findall(r'class="button main" href="[^"]*">(.*?)</a>', page) == begun


def test_a_preview_saves_nothing(client: Client, topic: Topic) -> None:
    page = client.post(reverse("authoring:new"), filled(topic, question_en="**Bold**") | {"preview": "1"})
    assert "<strong>Bold</strong>" in page.content.decode()
    assert not QuestionDraft.objects.exists()


REFUSED = (
    {"title_zh": "", "title_en": "", "question_zh": "", "question_en": ""},
    {"topic": "0"},
    {"difficulty": "no"},
    {"tags": ",".join(map(str, range(11)))},
)


@pytest.mark.parametrize("changed", REFUSED)
def test_a_refused_draft_keeps_what_was_typed(
    client: Client,
    topic: Topic,
    changed: dict[str, str],
) -> None:
    page = client.post(reverse("authoring:new"), filled(topic) | changed)
    assert (page.status_code, QuestionDraft.objects.count()) == (422, 0)
    assert page.context["form"]["answer_en"].value() == "answer en"


def test_what_somebody_saved_meanwhile_is_not_overwritten(
    client: Client,
    draft: QuestionDraft,
    topic: Topic,
) -> None:
    page = client.post(
        reverse("authoring:edit", args=[draft.slug]), filled(topic, answer_en="mine", seen="0")
    )
    draft.refresh_from_db()
    assert (page.status_code, draft.answer_en) == (409, "answer en")
    assert page.context["form"]["answer_en"].value() == "mine"


def test_a_draft_is_published_by_its_button(client: Client, draft: QuestionDraft) -> None:
    page = client.get(reverse("authoring:edit", args=[draft.slug])).content.decode()
    assert '<input type="hidden" name="seen" value="1">' in page
    move = reverse("authoring:move", args=[draft.slug])
    for seen in ("", "0", "x"):
        refused = client.post(move, {"to": "published", "seen": seen}, follow=True)
        assert "Somebody saved this draft meanwhile" in refused.content.decode()
    assert not Question.objects.exists()
    client.post(move, {"to": "published", "seen": "1"})
    assert Question.objects.get().slug == draft.slug
    assert client.get(reverse("questions:detail", args=[draft.slug])).status_code == 200


def test_a_draft_moves_on_only_from_what_is_saved(client: Client, draft: QuestionDraft, topic: Topic) -> None:
    address = reverse("authoring:edit", args=[draft.slug])
    same = filled(topic, difficulty="easy", tags="", sources="")
    pages = [
        client.get(address),
        client.post(address, same | {"preview": "1"}),
        client.post(address, same | {"preview": "1", "title_en": "Another"}),
        client.post(address, same | {"difficulty": "no"}),
    ]
    assert [bool(page.context["moves"]) for page in pages] == [True, True, False, False]
    assert 'name="to" value="published"' not in pages[2].content.decode()


def test_a_refused_move_says_why(client: Client, draft: QuestionDraft) -> None:
    QuestionDraft.objects.update(answer_en="")
    asked = {"to": "published", "seen": "1"}
    answer = client.post(reverse("authoring:move", args=[draft.slug]), asked, follow=True)
    assert "Not published" in answer.content.decode()
    assert not Question.objects.exists()


def test_history_says_who_changed_what(client: Client, draft: QuestionDraft, topic: Topic) -> None:
    client.post(
        reverse("authoring:edit", args=[draft.slug]),
        filled(topic, answer_en="better", seen="1", difficulty="easy", tags="", sources=""),
    )
    rows = client.get(reverse("authoring:history", args=[draft.slug])).context["rows"]
    newest, oldest = rows
    assert [(one.name, one.before, one.after) for one in newest[1]] == [
        ("Answer, English", "answer en", "better")
    ]
    assert "Title, 中文" in {one.name for one in oldest[1]}


def test_history_has_pages_and_the_last_of_one_changed_what_stands_on_the_next(
    client: Client, draft: QuestionDraft, topic: Topic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_views, "PER_PAGE", 1)
    client.post(
        reverse("authoring:edit", args=[draft.slug]),
        filled(topic, answer_en="better", seen="1", difficulty="easy", tags="", sources=""),
    )
    address = reverse("authoring:history", args=[draft.slug])
    first, second = (client.get(address, {"page": number}) for number in (1, 2))
    ((_newest, changed),) = first.context["rows"]
    assert [(one.before, one.after) for one in changed] == [("answer en", "better")]
    restore = reverse("authoring:restore", args=[draft.slug, draft.revisions.last().pk])
    assert [restore in page.content.decode() for page in (first, second)] == [False, True]


def test_an_earlier_text_is_restored_unless_somebody_saved_meanwhile(
    client: Client, draft: QuestionDraft, topic: Topic
) -> None:
    first = draft.revisions.get()
    edit, history = (reverse(f"authoring:{name}", args=[draft.slug]) for name in ("edit", "history"))
    client.post(edit, filled(topic, answer_en="worse", seen="1"))
    restore = reverse("authoring:restore", args=[draft.slug, first.pk])
    assert restore in client.get(history).content.decode()
    assert client.post(restore, {"seen": "1"})["Location"] == history
    assert QuestionDraft.objects.get().answer_en == "worse"
    assert client.post(restore, {"seen": "2"})["Location"] == edit
    restored = QuestionDraft.objects.get()
    assert (restored.answer_en, restored.difficulty, restored.revisions.count()) == ("answer en", "easy", 3)


def test_an_article_is_shown_line_by_line_and_then_taken(client: Client, topic: Topic) -> None:
    target, given = reverse("authoring:import"), {"topic": str(topic.pk), "text": ARTICLE}
    page = client.post(target, given)
    assert [line.number for line in page.context["read"].unread] == [3, 36, 38]
    assert page.context["kinds"] == {"qa": 1, "coding": 1, "extension": 1}
    assert [one.there for one in page.context["items"]] == [False] * 3
    assert not QuestionDraft.objects.exists()
    client.post(target, given | {"apply": "1"})
    assert (QuestionDraft.objects.count(), ProblemDraft.objects.count()) == (2, 1)
    assert [one.there for one in client.post(target, given).context["items"]] == [True] * 3
    shown = client.get(reverse("authoring:coding", args=[ProblemDraft.objects.get().slug]))
    assert "class NGramModel" in shown.content.decode()


DOUBTFUL = """\
# 面试题

**题目：** 写一个函数。

```python
x = 1
```

这样就行。

---

### 1.2 微调
题目：什么是微调？
- 问题：丙
随笔
"""


@pytest.mark.parametrize(
    ("language", "places"),
    [
        ("en", {1: "item 1 · heading", 3: "item 1 · question", 6: "item 1 · program",
                9: "item 1 · explanation", 11: "divider", 15: "item 2 · question doubtful"}),
        ("zh-hans", {1: "第 1 题 · 标题", 3: "第 1 题 · 题目", 6: "第 1 题 · 程序",
                     9: "第 1 题 · 解析", 11: "分隔线", 15: "第 2 题 · 题目 存疑"}),
    ],
)  # fmt: skip
def test_the_preview_says_what_every_line_became(
    client: Client, topic: Topic, language: str, places: dict[int, str]
) -> None:
    client.cookies["django_language"] = language
    page = client.post(reverse("authoring:import"), {"topic": str(topic.pk), "text": DOUBTFUL})
    rows = re.findall(r'<span class="became">(.*?)</span>\s*<code>', page.content.decode(), re.DOTALL)
    said = {at: " ".join(re.sub(r"<[^>]*>", " ", row).split()) for at, row in enumerate(rows, 1)}
    assert {at: said[at] for at in places} == places


def test_the_preview_has_the_parts_of_each_item_with_what_is_missing_and_doubtful(
    client: Client, topic: Topic
) -> None:
    page = client.post(reverse("authoring:import"), {"topic": str(topic.pk), "text": DOUBTFUL})
    first, second = page.context["items"]
    assert (first.parts, first.missing, first.faults) == (
        (("question", "写一个函数。"), ("code", "x = 1\n"), ("explanation", "这样就行。")), (), ()
    )  # fmt: skip
    assert (second.parts, second.missing) == (
        (("question", "什么是微调？\n- 问题：丙\n随笔"),),
        ("answer", "explanation"),
    )
    assert [(fault.line, fault.code) for fault in second.faults] == [(15, "kept_as_text")]
    text = page.content.decode()
    assert [text.count(tag) for tag in ('<details class="fold" >', '<details class="fold" open>')] == [1, 1]


def test_an_article_comes_as_a_file(client: Client, topic: Topic) -> None:
    target, place = reverse("authoring:import"), {"topic": str(topic.pk), "text": ""}
    good = SimpleUploadedFile("a.md", ARTICLE.encode())
    assert len(client.post(target, place | {"file": good}).context["read"].items) == 3
    for bad in (SimpleUploadedFile("a.md", b"\xff\xfe"), SimpleUploadedFile("a.md", b"Q: a\x00b"), None):
        page = client.post(target, place | ({"file": bad} if bad else {}))
        assert (page.status_code, "read" in page.context) == (422, False)


def test_drafts_are_exported_as_an_article_that_reads_as_they_are(
    client: Client,
    topic: Topic,
) -> None:
    client.post(reverse("authoring:import"), {"topic": str(topic.pk), "text": ARTICLE, "apply": "1"})
    text = client.get(reverse("authoring:article")).content.decode()
    read = read_article(text)
    assert (read.faults, read.unread) == ((), ())
    assert sorted((item.kind, item.question) for item in read.items) == sorted(
        (item.kind, item.question) for item in read_article(ARTICLE).items
    )


def test_a_question_that_is_all_in_its_heading_is_exported_too(client: Client, topic: Topic) -> None:
    target, given = reverse("authoring:import"), {"topic": str(topic.pk)}
    text = "### 1.1 什么是语言模型？\n\n**答案：** 一种分布。"
    client.post(target, given | {"text": text, "apply": "1"})
    written = client.get(reverse("authoring:article")).content.decode()
    (one,) = client.post(target, given | {"text": written}).context["items"]
    assert (one.item.number, one.item.title, one.item.answer) == ("1.1", "什么是语言模型？", "一种分布。")
    assert one.there


def test_an_english_article_is_exported_in_english_with_its_coding_items(
    client: Client, topic: Topic
) -> None:
    text = "## 1.1 Models\nQuestion: What is one?\nAnswer: A guess.\n## 1.2 Code\nQuestion: Write one.\n"
    text += "```python\nx = 1\n```\nExplanation: Done.\n"
    client.post(reverse("authoring:import"), {"topic": str(topic.pk), "text": text, "apply": "1"})
    written = client.get(reverse("authoring:article"), {"language": "en"}).content.decode()
    assert written.isascii()
    read = read_article(written)
    assert (read.faults, read.unread) == ((), ())
    assert [(item.kind, item.number, item.title, item.question, item.code) for item in read.items] == [
        ("qa", "1.1", "Models", "What is one?", ""),
        ("coding", "1.2", "Code", "Write one.", "x = 1\n"),
    ]
    assert client.get(reverse("authoring:article")).content.decode() == ""


def test_a_shipped_question_is_taken_up_by_its_button(
    client: Client, make_question: MakeQuestion, make_user: MakeUser
) -> None:
    question = make_question()
    button = reverse("authoring:question_take_up", args=[question.slug])
    assert button in client.get(question.get_absolute_url()).content.decode()
    assert list(client.get(reverse("authoring:drafts")).context["questions"]) == [question]
    assert client.post(button)["Location"] == reverse("authoring:edit", args=[question.slug])
    assert list(client.get(reverse("authoring:drafts")).context["questions"]) == []
    client.force_login(make_user())
    assert button not in client.get(question.get_absolute_url()).content.decode()
    assert client.post(button).status_code == 403


def test_the_history_of_a_coding_item_is_shown(client: Client, topic: Topic) -> None:
    client.post(reverse("authoring:import"), {"topic": str(topic.pk), "text": ARTICLE, "apply": "1"})
    slug = ProblemDraft.objects.get().slug
    address = reverse("authoring:coding_history", args=[slug])
    assert address in client.get(reverse("authoring:coding", args=[slug])).content.decode()
    ((revision, changes),) = client.get(address).context["rows"]
    assert (revision.step, "Starter code" in {one.name for one in changes}) == ("imported", True)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_for_any_number(
    client: Client,
    author: User,
    topic: Topic,
    django_assert_num_queries: Any,
    rows: int,
) -> None:
    for number in range(rows):
        QuestionDraft.objects.create(slug=f"d{number}", topic=topic, author=author, difficulty="easy")
        ProblemDraft.objects.create(slug=f"p{number}", author=author, title="x", statement="x")
    with django_assert_num_queries(10):
        client.get(reverse("authoring:drafts"))


def test_candidates_write_nothing(client: Client, make_user: MakeUser) -> None:
    client.force_login(make_user(Role.CANDIDATE))
    assert client.get(reverse("authoring:drafts")).status_code == 403
