"""Articles read: the shapes that authors have, and what is missing or wrong in them."""

from __future__ import annotations

import time

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
    *(
        "#### 题目\n\n问",
        "**题目 1：** 问",
        "Q: 问",
        "**题目**\n问",
        "**题目** 问",
        "题目\n问",
        "**题目：问**",
    ),
    *(
        "1. 题目：问",
        "1、题目：问",
        "**1. 题目：** 问",
        "1. **题目：** 问",
        "### 1.1 题目：问",
        "第1题 题目：问",
    ),
    *(
        "题目一：问",
        "题目 1：问",
        "题目（1）：问",
        "【题目1】问",
        "【题目一】：问",
        "**题目 1.1：** 问",
        "Q1: 问",
    ),
)


@pytest.mark.parametrize("marked", MARKED)
def test_names_of_parts_are_known_however_they_are_written(marked: str) -> None:
    item = only(f"{marked}\n答案：答")
    assert (item.question, item.answer, item.title) == ("问", "答", "")


@pytest.mark.parametrize(
    "marked", ["答案：", "**答案**\n", "**答案** ", "【答案】", "【答案】：", "### 答案\n", "答案\n"]
)
def test_answers_are_known_however_they_are_written(marked: str) -> None:
    item = only(f"题目：问\n{marked}答\n\n**解析**\n\n析")
    assert (item.question, item.answer, item.explanation) == ("问", "答", "析")


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("**题目：什么是模型？**", "什么是模型？"),
        ("**题目：什么是**模型？", "**什么是**模型？"),
        ("**题目：** **什么是**模型？", "**什么是**模型？"),
        ("题目：**什么是**模型？", "**什么是**模型？"),
        ("题目：**什么是模型？**", "**什么是模型？**"),
    ],
)
def test_bold_is_of_the_name_or_of_the_text(said: str, question: str) -> None:
    assert only(f"{said}\n答案：答").question == question


@pytest.mark.parametrize(
    ("signs", "numbers"),
    [
        ("1. 题目：|2. 题目：", ["1", "2"]),
        ("1、题目：|2、题目：", ["1", "2"]),
        ("### 1.1 题目：|### 1.2 题目：", ["1.1", "1.2"]),
        ("题目一：|题目二：", ["一", "二"]),
        ("**题目 1.1：**|**题目 1.2：**", ["1.1", "1.2"]),
        ("【题目1】|【题目2】", ["1", "2"]),
        ("- 题目：|- 题目：", ["", ""]),
        ("Q1: |Q2: ", ["1", "2"]),
        ("第1题\n题目：|第2题\n题目：", ["第1题", "第2题"]),
        ("第一题 题目：|第二题 题目：", ["第一题", "第二题"]),
        ("1）\n题目：|2）\n题目：", ["1", "2"]),
        ("（1）\n题目：|（2）\n题目：", ["（1）", "（2）"]),
        ("1．\n题目：|2．\n题目：", ["1", "2"]),
    ],
)
def test_numbered_questions_are_items_of_their_own_below_their_chapter(
    signs: str, numbers: list[str]
) -> None:
    first, second = signs.split("|")
    text = f"# 面试题\n\n{first}甲\n答案：\n1. 数据准备\n2. 训练\n解析：乙\n\n---\n\n{second}丙\n答案：丁"
    items = read_article(text).items
    assert [(item.number, item.question, item.answer, item.explanation) for item in items] == [
        (numbers[0], "甲", "1. 数据准备\n2. 训练", "乙"),
        (numbers[1], "丙", "丁", ""),
    ]
    assert read_article(text).faults == ()
    if numbers[0]:
        assert {item.chapters for item in items} == {("面试题",)}


@pytest.mark.parametrize(
    ("heading", "number", "title"),
    [
        ("### 1.1 什么是模型", "1.1", "什么是模型"),
        ("###1.1 什么是模型", "1.1", "什么是模型"),
        ("## 一、什么是模型 ##", "一", "什么是模型"),
        ("第三章 什么是模型", "第三章", "什么是模型"),
        ("（二）什么是模型", "（二）", "什么是模型"),
        ("第1题 什么是模型", "第1题", "什么是模型"),
        ("第一题：什么是模型", "第一题", "什么是模型"),
        ("1）什么是模型", "1", "什么是模型"),
        ("（1）什么是模型", "（1）", "什么是模型"),
        ("1．什么是模型", "1", "什么是模型"),
        ("### 1.1", "1.1", ""),
        ("### 1.5B 的模型", "", "1.5B 的模型"),
        ("第三部分 什么是模型", "第三部分", "什么是模型"),
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


@pytest.mark.parametrize(
    "text",
    [
        "题目：甲\n" + "```a\n" * 20_000,  # fences that nothing closes
        "题目：甲\n1. 乙\n" + "1" * 600_000 + ". 丙\n",
    ],
    ids=["fences", "digits"],
)
def test_what_nobody_writes_takes_no_longer(text: str) -> None:
    before = time.process_time()
    (item,) = read_article(text).items
    assert (item.question.startswith("甲\n"), time.process_time() - before < 5) == (True, True)


def test_a_text_with_a_nul_is_refused() -> None:
    with pytest.raises(ValueError, match="NUL"):
        read_article("题目：甲\0")


def test_an_article_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match="1000001"):
        read_article("x" * (MOST_CHARACTERS + 1))


@pytest.mark.parametrize(
    "line",
    [
        *(
            "- 问题：梯度消失",
            "> 问题：梯度消失",
            "问题：梯度消失",
            "2. 问题：梯度消失",
            "A：甲",
            "- 答案：甲",
        ),
        *("- 要点：\n- 解析：甲", "1. **分词**：甲\n   乙\n2. **解析**：丙"),
    ],
)
def test_a_line_of_an_answer_that_only_reads_like_a_part_stays_there_and_is_told(line: str) -> None:
    article = read_article(f"题目：问\n答案：\n{line}\n- 对策：残差\n解析：析")
    (item,) = article.items
    assert (item.answer, item.explanation) == (f"{line}\n- 对策：残差", "析")
    assert article.faults == (Fault(3 + line.count("\n"), "kept_as_text"),)


def test_choices_stay_in_the_question() -> None:
    article = read_article("题目：哪个对？\nA：甲\nB：乙\n答案：A")
    assert (article.items[0].question, article.items[0].answer) == ("哪个对？\nA：甲\nB：乙", "A")
    assert article.faults == (Fault(2, "kept_as_text"),)


def test_parts_that_are_entries_of_a_list_are_taken_once_and_told() -> None:
    article = read_article("题目：问\n- 答案：答\n- 解析：析")
    assert [(item.answer, item.explanation) for item in article.items] == [("答", "析")]
    assert article.faults == (Fault(2, "taken_from_list"), Fault(3, "taken_from_list"))


CHAPTERS = """\
一、基础
本章介绍基础。
1. 什么是模型
题目：甲
答案：
1. 一
2. 二
解析：乙
二、微调
本章介绍微调。

2. 什么是微调
题目：丙
答案：丁
"""


def test_plain_chapters_with_words_of_their_own_end_what_is_before() -> None:
    article = read_article(CHAPTERS)
    assert [(item.chapters, item.number, item.title, item.explanation) for item in article.items] == [
        (("一、基础",), "1", "什么是模型", "乙"),
        (("二、微调",), "2", "什么是微调", ""),
    ]
    assert (article.items[0].answer, unread(article), article.faults) == ("1. 一\n2. 二", [2, 10], ())


def test_a_numbered_question_in_a_lower_heading_is_below_its_chapter() -> None:
    items = read_article("## 1. Basics\n### Q1: a\nA1: b\n### Q2: c\nA2: d").items
    assert [(item.chapters, item.number) for item in items] == [(("1. Basics",), "1"), (("1. Basics",), "2")]


def test_an_article_may_begin_in_the_middle() -> None:
    article = read_article("二、微调\n本章。\n题目：甲\n答案：乙\n三、实践\n本章。\n题目：丙\n答案：丁")
    assert [(item.title, item.answer) for item in article.items] == [("微调", "乙"), ("实践", "丁")]
    assert unread(article) == [2, 6]


def test_the_title_of_an_article_may_be_called_as_a_question_is() -> None:
    article = read_article("# 面试题\n\n## 基础\n\n本章。\n\n### 1.1 甲\n#### 题目\n乙\n#### 答案\n丙")
    assert [(item.chapters, item.question) for item in article.items] == [(("面试题", "基础"), "乙")]


def test_a_heading_that_may_be_of_the_list_above_stays_there_and_is_told() -> None:
    article = read_article("2. 甲\n题目：乙\n答案：\n1. 一\n2. 二\n3. 丙\n题目：丁\n答案：戊")
    assert [item.answer for item in article.items] == ["1. 一\n2. 二\n3. 丙", "戊"]
    assert article.faults == (Fault(6, "heading_or_list"),)


@pytest.mark.parametrize(
    ("signs", "between"),
    [("题目：|\n题目：", "十亿以上"), ("题目：|题目：", "- 十亿以上"), ("1. 题目：|2. 题目：", "十亿")],
)
def test_the_last_entry_of_a_list_that_is_broken_by_other_lines_stays_there_and_is_told(
    signs: str, between: str
) -> None:
    sign, below = signs.split("|")
    answer = f"1. 参数\n   {between}\n2. 数据"
    article = read_article(f"{sign}甲\n答案：\n{answer}\n{below}乙")
    first, second = article.items
    assert (first.answer, second.title, second.question) == (answer, "", "乙")
    assert article.faults == (Fault(5, "heading_or_list"),)


def test_a_heading_that_goes_on_with_the_items_and_with_a_broken_list_is_one_and_is_told() -> None:
    article = read_article("2. 甲\n题目：乙\n答案：\n1. 一\n2. 二\n   又\n3. 丙\n题目：丁\n答案：戊")
    assert [(item.number, item.title) for item in article.items] == [("2", "甲"), ("3", "丙")]
    assert article.faults == (Fault(7, "heading_taken"),)


def test_a_heading_that_goes_on_with_the_items_and_not_with_the_list_is_one() -> None:
    article = read_article("1. 甲\n题目：乙\n答案：\n1. 一\n2. 二\n2. 丙\n题目：丁\n答案：戊")
    assert [(item.title, item.answer) for item in article.items] == [("甲", "1. 一\n2. 二"), ("丙", "戊")]


def test_a_numbered_heading_above_an_answer_is_the_next_item() -> None:
    article = read_article("1. 什么是甲？\n答案：乙\n\n2. 什么是丙？\n答案：丁")
    assert [(item.title, item.answer) for item in article.items] == [
        ("什么是甲？", "乙"),
        ("什么是丙？", "丁"),
    ]
    assert [fault.code for fault in article.faults] == ["answer_without_question"] * 2


def test_rules_set_parts_off_and_are_text_only_within() -> None:
    article = read_article("---\n题目：甲\n***\n答案：乙\n\n---\n\n丙\n\n---\n")
    assert [(item.question, item.answer) for item in article.items] == [("甲", "乙\n\n---\n\n丙")]
    assert [line.number for line in article.lines if line.role is Role.RULE] == [1, 3, 10]
    assert unread(article) == []


CHAPTER = "## 一、基础\n\n"
FIRST, SECOND = "**题目：** 甲\n**答案：** 乙\n\n", "**题目：** 丙\n**答案：** 丁\n\n"


@pytest.mark.parametrize("rule", ["", "---\n\n"])
def test_a_heading_above_several_questions_is_the_chapter_of_them_all(rule: str) -> None:
    article = read_article(
        f"{CHAPTER}{FIRST}{rule}{SECOND}{rule}{CHAPTER.replace('一', '二')}{FIRST}{rule}{SECOND}"
    )
    assert [(item.chapters, item.number, item.title, item.question) for item in article.items] == [
        (("一、基础",), "", "", "甲"),
        (("一、基础",), "", "", "丙"),
        (("二、基础",), "", "", "甲"),
        (("二、基础",), "", "", "丙"),
    ]
    assert (unread(article), article.faults) == ([], ())
    assert (article.items[0].line, article.lines[0].role, article.lines[0].item) == (3, Role.HEADING, None)


def test_numbered_questions_below_a_heading_with_a_number_have_their_own() -> None:
    items = read_article("# 1. 基础\n1.1 题目：甲\n1.2 题目：乙").items
    assert [(item.chapters, item.number) for item in items] == [(("1. 基础",), "1.1"), (("1. 基础",), "1.2")]


def test_a_heading_that_is_all_that_an_item_asks_stays_its_own() -> None:
    items = read_article(f"### 1.1 什么是模型？\n答案：甲\n\n{SECOND}").items
    assert [(item.title, item.chapters, item.question) for item in items] == [
        ("什么是模型？", (), ""),
        ("", ("1.1 什么是模型？",), "丙"),
    ]


PASTED = """\
# 导入
import torch

# 加载数据
data = load()
# 训练
for step in data:
    train(step)
# 保存
print(step)
# 输出：3"""


@pytest.mark.parametrize("heading", ["", "3.2 分类器\n", "# 面试题\n### 3.2 分类器\n"])
def test_comments_of_a_program_without_fences_are_no_headings_and_are_told(heading: str) -> None:
    article = read_article(f"{heading}题目：写一个分类器。\n答案：\n{PASTED}\n解析：好")
    (item,) = article.items
    assert (item.answer, item.explanation, unread(article)) == (PASTED, "好", [])
    above = heading.count("\n") + 2
    assert article.faults == tuple(Fault(above + at, "heading_kept") for at in (1, 4, 6, 9, 11))


def test_comments_are_known_in_any_language_where_nothing_else_has_their_sign() -> None:
    article = read_article(
        "1. 甲\n题目：安装\n答案：\n# 依赖\npip install torch\n# 完\n解析：好\n2. 乙\n题目：丙"
    )
    assert [item.answer for item in article.items] == ["# 依赖\npip install torch\n# 完", ""]


@pytest.mark.parametrize(
    ("below", "title", "chapters"),
    [
        ("# 微调\n\n---\n\n题目：丙", "", ("微调",)),
        ("# 微调\n答案：丙", "微调", ()),
        ("# 微调\n题目：丙", "微调", ()),
    ],
)
def test_headings_below_items_without_any_are_no_comments(
    below: str, title: str, chapters: tuple[str, ...]
) -> None:
    first, second = read_article(f"题目：甲\n答案：x = 乙\n\n{below}").items
    assert (first.answer, second.title, second.chapters) == ("x = 乙", title, chapters)


def test_a_program_may_begin_beside_the_name() -> None:
    item = only("题目：写\n答案：```python\n# 题目：这一行不是标记\n```\n解析：好")
    assert (item.code, item.explanation) == ("# 题目：这一行不是标记\n", "好")


@pytest.mark.parametrize("sign", [[], [("答案：", Part.ANSWER)]])
def test_lines_of_a_program_and_below_it_are_what_they_became(sign: list[tuple[str, Part]]) -> None:
    told = [
        *(("题目：写", Part.QUESTION), *sign, ("```", Part.CODE), ("x", Part.CODE), ("```", Part.CODE)),
        *(("好", Part.EXPLANATION), ("```", Part.EXPLANATION), ("y", Part.EXPLANATION)),
        *(("```", Part.EXPLANATION), ("解析：析", Part.EXPLANATION)),
    ]
    lines = read_article("\n".join(text for text, _ in told)).lines
    assert [(line.text, line.part) for line in lines] == told
