"""Articles read: the shapes that authors have, and what is missing or wrong in them."""

from __future__ import annotations

import pytest

from questions.article.items import Article, Fault, Item, Kind, Part, Role
from questions.article.reading import MOST_CHARACTERS, read_article

ARTICLE = """\
# 大模型面试题

本文整理了常见问题。

## 一、语言模型基础

### 1.1 什么是语言模型？

**题目：** 请解释什么是语言模型。

**答案：** 它给文本以概率：

1. 补全
2. 机器翻译

**解析：** 从大量文本学习统计规律。

## 三、实践

### 3.2 编程

**题目：** 编写 n-gram 模型。

```python
class NGramModel:
    # 题目：这一行不是标记
    pass
```

**解析：** 滑动窗口。

### 3.4 对话系统（拓展）

**题目：** 搭建对话生成系统。

## 总结

按需调整。
"""


def unread(article: Article) -> list[int]:
    return [line.number for line in article.unread]


def only(text: str) -> Item:
    article = read_article(text)
    assert article.faults == ()
    (item,) = article.items
    return item


def test_an_article_of_its_usual_shape_is_read_whole() -> None:
    article = read_article(ARTICLE)
    above = ("大模型面试题", "一、语言模型基础")
    practice = ("大模型面试题", "三、实践")
    code = "class NGramModel:\n    # 题目：这一行不是标记\n    pass\n"
    answer = "它给文本以概率：\n\n1. 补全\n2. 机器翻译"
    assert article.items == (
        Item(Kind.QA, "1.1", "什么是语言模型？", above, "请解释什么是语言模型。", answer,
             "从大量文本学习统计规律。", "", 7),
        Item(Kind.CODING, "3.2", "编程", practice, "编写 n-gram 模型。", "", "滑动窗口。", code, 20),
        Item(Kind.EXTENSION, "3.4", "对话系统（拓展）", practice, "搭建对话生成系统。", "", "", "", 32),
    )  # fmt: skip
    assert (unread(article), article.faults) == ([3, 36, 38], ())


def test_every_line_has_its_place() -> None:
    article = read_article(ARTICLE)
    assert [line.text for line in article.lines] == ARTICLE.split("\n")
    assert [line.number for line in article.lines] == list(range(1, len(article.lines) + 1))
    first = [line for line in article.lines if line.item == 0 and line.part is Part.ANSWER]
    assert [line.role for line in first] == [Role.MARKER, Role.BLANK, Role.TEXT, Role.TEXT, Role.BLANK]


MARKED = (
    *("**题目：** 问", "**题目**：问", "**题目：**问", "题目：问", "题目: 问", "题目:问", "__题目：__ 问"),
    *(
        "【题目】问",
        "**题目:** 问",
        "- **题目：** 问",
        "> 题目：问",
        "问题：问",
        "Question: 问",
        "**question:** 问",
    ),
    *("#### 题目\n\n问", "**题目 1：** 问", "Q: 问"),
)


@pytest.mark.parametrize("marked", MARKED)
def test_names_of_parts_are_known_however_they_are_written(marked: str) -> None:
    item = only(f"{marked}\n答案：答")
    assert (item.question, item.answer) == ("问", "答")


@pytest.mark.parametrize(
    ("heading", "number", "title"),
    [
        ("### 1.1 什么是模型", "1.1", "什么是模型"),
        ("###1.1 什么是模型", "1.1", "什么是模型"),
        ("## 一、什么是模型 ##", "一", "什么是模型"),
        ("第三章 什么是模型", "第三章", "什么是模型"),
        ("（二）什么是模型", "（二）", "什么是模型"),
        ("1.1 什么是模型", "1.1", "什么是模型"),
        ("**1. 什么是模型**", "1", "什么是模型"),
        ("## 什么是模型", "", "什么是模型"),
    ],
)
def test_headings_are_known_with_their_numbers(heading: str, number: str, title: str) -> None:
    item = only(f"{heading}\n\n题目：问\n答案：答")
    assert (item.number, item.title) == (number, title)


def test_pasted_text_without_any_sign_is_read() -> None:
    text = "第一章 基础\n1.1 模型\n题目：甲\n答案：\n1. 一\n2. 二\n1.2 微调\n题目：乙\n答案：丙\n解析：丁"
    article = read_article(text)
    assert [(item.chapters, item.number, item.answer) for item in article.items] == [
        (("第一章 基础",), "1.1", "1. 一\n2. 二"),
        (("第一章 基础",), "1.2", "丙"),
    ]
    assert unread(article) == []


def test_a_list_above_the_next_question_is_no_heading() -> None:
    article = read_article("题目：甲\n答案：\n1. 一\n2. 二\n\n题目：乙\n答案：丙")
    assert [item.answer for item in article.items] == ["1. 一\n2. 二", "丙"]
    assert [item.title for item in article.items] == ["", ""]


def test_headings_within_an_answer_are_part_of_it() -> None:
    item = only("## 1 甲\n题目：乙\n答案：丙\n### 小结\n丁")
    assert item.answer == "丙\n### 小结\n丁"


def test_a_program_under_the_name_of_the_answer_makes_a_coding_item() -> None:
    item = only("题目：写\n答案：\n```py\nx = 1\n```\n\n~~~\ny = 2\n~~~\n解析：好")
    assert (item.kind, item.code, item.answer, item.explanation) == (
        Kind.CODING,
        "x = 1\n\ny = 2\n",
        "",
        "好",
    )


@pytest.mark.parametrize("sign", ["", "答案：\n"])
def test_what_is_said_below_a_program_explains_it(sign: str) -> None:
    item = only(f"题目：写\n{sign}```py\nx = 1\n```\n \n这样就行。\n```\n>>> 1\n```\n解析：好")
    assert (item.kind, item.question, item.code, item.answer) == (Kind.CODING, "写", "x = 1\n", "")
    assert item.explanation == "这样就行。\n```\n>>> 1\n```\n\n好"


def test_an_item_that_has_no_answer_may_be_explained() -> None:
    item = only("题目：搭建对话系统。\n解析：先准备数据。")
    assert (item.kind, item.answer, item.explanation) == (Kind.EXTENSION, "", "先准备数据。")


def test_words_above_a_program_are_an_answer() -> None:
    item = only("题目：写\n答案：这样：\n```py\nx = 1\n```")
    assert (item.kind, item.code, item.answer) == (Kind.QA, "", "这样：\n```py\nx = 1\n```")


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("答案：答", (Fault(1, "answer_without_question"), Fault(1, "question_empty"))),
        ("## 甲\n答案：答", (Fault(2, "answer_without_question"),)),
        ("题目：问\n答案：一\n答案：二", (Fault(3, "second_answer"),)),
        ("题目：\n答案：答", (Fault(1, "question_empty"),)),
        ("题目：问\n答案：\n```python\nx = 1\n题目：还在代码里", (Fault(5, "fence_not_closed"),)),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, faults: tuple[Fault, ...]) -> None:
    article = read_article(text)
    assert (article.faults, len(article.items)) == (faults, 1)


def test_nothing_is_understood_of_other_texts() -> None:
    article = read_article("# A diary\n\nToday it rained: much.\n")
    assert (article.items, unread(article)) == ((), [1, 3])


def test_windows_line_ends_and_a_byte_order_mark_are_no_text() -> None:
    item = only("\ufeff题目：问\r\n答案：答\r\n二\r\n")
    assert item.answer == "答\n二"


def test_an_article_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match="1000001"):
        read_article("x" * (MOST_CHARACTERS + 1))
