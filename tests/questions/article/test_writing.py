"""Items written and read again are the same items."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.article.building import first_fence
from questions.article.items import Item, Kind
from questions.article.reading import read_article
from questions.article.writing import write_article
from tests.questions.article.test_reading import ARTICLE

WORDS = st.text("微调模型 abc，。$_x", min_size=1, max_size=12).map(str.strip).filter(bool)
# What an author may write that means something to an article.
MEANING = (
    *(
        "答案：甲",
        "**题目：** 乙",
        "- 解析：丙",
        "1. 问题：丁",
        "【答案】",
        "解析",
        "Q: 戊",
        "A：己",
        "## 题目",
        "# 小结",
    ),
    *(
        "###### 小结",
        "二、微调",
        "2. 微调",
        "第2题",
        "---",
        "***",
        "\\ 答案：",
        "\\ \\ ---",
        "```",
        "~~~~",
        "```python",
    ),
    *("答案：```python", "**答案**", "**甲**", "甲  ", "> 引文", "x = 1"),
)
LINES = st.one_of(
    WORDS, st.just(""), WORDS.map("- {}".format), WORDS.map("1. {}".format), st.sampled_from(MEANING)
)
FENCES = st.lists(
    st.one_of(WORDS, st.sampled_from(("答案：", "# 题目：", "---"))), min_size=1, max_size=2
).map(lambda lines: ["```python", *lines, "```"])
TEXTS = st.lists(st.one_of(LINES.map(lambda line: [line]), FENCES), max_size=5).map(
    lambda groups: "\n".join(line for group in groups for line in group).strip()
)
PROGRAMS = st.lists(WORDS, min_size=1, max_size=3).map(lambda lines: "\n".join(lines) + "\n")
NUMBERS = st.sampled_from(["", "1.1", "2.3", "1", "一", "第三章", "（二）", "（1）", "第1题", "第二部分"])
TITLES = st.sampled_from(
    ["", "什么是模型", "微调", "A title", "答案", "题目：甲", "1. 甲", "1.5B 的模型", "**甲**", "C#", "\\ 甲"]
)
CHAPTERS = st.lists(
    st.sampled_from(["大模型", "一、基础", "第一章：微调", "面试题", "问题：甲"]), max_size=3, unique=True
).map(tuple)


@st.composite
def items(draw: st.DrawFn) -> Item:
    """An item of any kind. An answer that begins with a program is one: such are coding items. What has no
    heading of its own is below one."""
    kind = draw(st.sampled_from(Kind))
    answer = draw(TEXTS.filter(lambda text: text and first_fence(text.split("\n")) != 0))
    number, title = draw(NUMBERS), draw(TITLES)
    return Item(
        kind,
        number,
        title,
        draw(CHAPTERS if number or title else CHAPTERS.filter(bool)),
        draw(TEXTS if title else TEXTS.filter(bool)),
        answer if kind is Kind.QA else "",
        draw(TEXTS),
        draw(PROGRAMS) if kind is Kind.CODING else "",
    )


def again(written: str) -> list[Item]:
    article = read_article(written)
    assert (article.unread, article.faults) == ((), ())
    return [replace(item, line=0) for item in article.items]


def test_the_usual_article_survives() -> None:
    read = read_article(ARTICLE).items
    assert again(write_article(read)) == [replace(item, line=0) for item in read]


@given(st.lists(items(), max_size=4), st.sampled_from(["zh", "en"]))
def test_items_survive_being_written_and_read(given_items: list[Item], language: str) -> None:
    assert again(write_article(given_items, language)) == given_items


@pytest.mark.parametrize(
    "question", ["```python\nx = 1\n```\n这段程序做什么？", "```python\nx = 1", "- 甲\n- 乙"]
)
def test_a_question_that_begins_with_a_mark_stands_below_its_name(question: str) -> None:
    item = Item(Kind.QA, "1.1", "程序", (), question, "加一。", "略。", "")
    assert again(write_article([item])) == [item]


def test_an_item_without_a_heading_takes_none_from_the_item_above() -> None:
    items = [
        Item(Kind.QA, "1", "", (), "甲", "乙", "", ""),
        Item(Kind.QA, "", "", (), "丙", "丁", "", ""),
    ]
    assert again(write_article(items)) == items


def test_what_only_reads_like_a_part_is_escaped() -> None:
    item = Item(Kind.QA, "1.1", "答案：甲", (), "问", "如下：\n答案：甲\n# 小结", "", "")
    written = "# 1.1 \\ 答案：甲\n\n**题目：** 问\n\n**答案：** 如下：\n\\ 答案：甲\n\\ # 小结\n"
    assert write_article([item]) == written
    assert again(written) == [item]


def test_an_english_article_has_english_signs() -> None:
    items = (
        Item(Kind.QA, "1.1", "Models", ("Basics",), "What is one?", "A guess.", "It counts.", ""),
        Item(Kind.CODING, "1.2", "Code", ("Basics",), "Write one.", "", "", "x = 1\n"),
    )
    written = write_article(items, "en")
    assert [line for line in written.splitlines() if line.startswith("**")] == [
        "**Question:** What is one?",
        "**Answer:** A guess.",
        "**Explanation:** It counts.",
        "**Question:** Write one.",
        "**Answer:**",
    ]
    assert written.isascii()


@given(st.text("题目答案解析：*#`~ \n1.一、x", max_size=200))
def test_no_line_is_ever_lost(text: str) -> None:
    article = read_article(text)
    assert [line.text for line in article.lines] == text.split("\n")
    assert [line.number for line in article.lines] == list(range(1, len(article.lines) + 1))


@given(st.text("题目答案解析：*#`~ \n1.一、x", max_size=200))
def test_what_was_read_once_stays_as_it_is(text: str) -> None:
    once = read_article(text).items
    again = read_article(write_article(once)).items
    assert [replace(item, line=0) for item in again] == [replace(item, line=0) for item in once]


def test_nothing_is_written_of_nothing() -> None:
    assert write_article([]) == ""
