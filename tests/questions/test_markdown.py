"""The dialect: what CommonMark gets wrong beside Chinese, and where maths begins and ends."""

import pytest

from questions.markdown import new_parser


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("**题目：**文字", "<p><strong>题目：</strong>文字</p>\n"),
        ("文字**“引用”**文字", "<p>文字<strong>“引用”</strong>文字</p>\n"),
        ("**注意。**NLP 是", "<p><strong>注意。</strong>NLP 是</p>\n"),
        ("用**GPT（生成式）**来", "<p>用<strong>GPT（生成式）</strong>来</p>\n"),
        ("*重点：*文字", "<p><em>重点：</em>文字</p>\n"),
        ("***都要：***文字", "<p><em><strong>都要：</strong></em>文字</p>\n"),
    ],
)
def test_emphasis_closes_beside_chinese(source: str, expected: str) -> None:
    assert new_parser().render(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a ** b ** c", "<p>a ** b ** c</p>\n"),
        ("文 ** 字 ** 文", "<p>文 ** 字 ** 文</p>\n"),
        ("snake_case_name", "<p>snake_case_name</p>\n"),
        ("**bold** and *it*", "<p><strong>bold</strong> and <em>it</em></p>\n"),
        ("**x**y", "<p><strong>x</strong>y</p>\n"),
    ],
)
def test_emphasis_elsewhere_is_commonmark(source: str, expected: str) -> None:
    assert new_parser().render(source) == expected


@pytest.mark.parametrize(
    ("source", "maths"),
    [
        ("$a<b$ 与 $x_i*y_j$", ["a<b", "x_i*y_j"]),
        ("$V$ 为 5000", ["V"]),
        ("costs $5 and $6", []),
        (r"\$a\$", []),
    ],
)
def test_inline_maths_keeps_its_characters(source: str, maths: list[str]) -> None:
    children = new_parser().parse(source)[1].children or []
    assert [token.content for token in children if token.type == "math_inline"] == maths
