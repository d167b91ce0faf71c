"""Items written and read again are the same items."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from questions.article.items import Item, Kind
from questions.article.reading import read_article
from questions.article.writing import write_article
from tests.questions.article.test_reading import ARTICLE

WORDS = st.text("微调模型 abc，。$_x", min_size=1, max_size=12).map(str.strip).filter(bool)
LINES = st.one_of(WORDS, st.just(""), WORDS.map("- {}".format), WORDS.map("1. {}".format), st.just("> 引文"))
FENCES = st.lists(WORDS, min_size=1, max_size=2).map(lambda lines: ["```python", *lines, "```"])
TEXTS = st.lists(st.one_of(LINES.map(lambda line: [line]), FENCES), max_size=5).map(
    lambda groups: "\n".join(line for group in groups for line in group).strip("\n").strip()
)
PROGRAMS = st.lists(WORDS, min_size=1, max_size=3).map(lambda lines: "\n".join(lines) + "\n")
NUMBERS = st.sampled_from(["1.1", "2.3", "一", "第三章", "（二）"])
CHAPTERS = st.lists(st.sampled_from(["大模型", "一、基础", "微调"]), max_size=3, unique=True).map(tuple)


@st.composite
def items(draw: st.DrawFn) -> Item:
    kind = draw(st.sampled_from(Kind))
    question = "问\n" + draw(TEXTS.filter(lambda text: "```" not in text))
    return Item(
        kind,
        draw(NUMBERS),
        draw(st.sampled_from(["什么是模型", "微调", "A title"])),
        draw(CHAPTERS),
        question.strip(),
        ("答\n" + draw(TEXTS)).strip() if kind is Kind.QA else "",
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
    trimmed = [replace(one, answer=one.answer.strip()) for one in given_items]
    assert again(write_article(trimmed, language)) == trimmed


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
    once = read_article(write_article(read_article(text).items)).items
    twice = read_article(write_article(once)).items
    assert [replace(item, line=0) for item in twice] == [replace(item, line=0) for item in once]


def test_nothing_is_written_of_nothing() -> None:
    assert write_article([]) == ""
