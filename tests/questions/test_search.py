"""Terms, marks and snippets."""

import pytest

from questions.search import MAX_TERMS, cut_snippet, mark_terms, pattern_of, searchable_text, terms_of


def test_searchable_text_keeps_words_and_code_in_order() -> None:
    text = "# 标题\n\n**粗**体 `a & b`\nc &lt; <d>\n\n- [link](https://e.org) ![图](x.png)\n\n```\nx = 1\n```"
    assert searchable_text(text) == "标题 粗体 a & b c < <d> link 图 x = 1"


def test_searchable_text_leaves_formulas_out() -> None:
    text = "平滑 $\\frac{c+k}{c+kV}$，`$k`\n\n$$\nkV\n$$\n\n|甲|$a\\|b$|\n|-|-|\n|乙|$$kV$$|"
    assert searchable_text(text) == "平滑 …，$k … 甲 … 乙 …"


def test_terms_of_cuts_at_whitespace_and_bounds_their_number() -> None:
    assert terms_of("  微调\u3000KV  cache ") == ["微调", "KV", "cache"]
    assert len(terms_of("a " * 100)) == MAX_TERMS


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("全参数微调", "微调", "全参数<mark>微调</mark>"),
        ("a kv KV", "KV", "a <mark>kv</mark> <mark>KV</mark>"),
        ("<b> & b", "b", "&lt;<mark>b</mark>&gt; &amp; <mark>b</mark>"),
        ("<script>", "<script>", "<mark>&lt;script&gt;</mark>"),
        ("a.c abc", "a.c d", "<mark>a.c</mark> abc"),
        ("<i>", "", "&lt;i&gt;"),
        ("KV 缓存", "ＫＶ", "<mark>KV</mark> 缓存"),
        ("ＫＶ缓存", "kv", "<mark>ＫＶ</mark>缓存"),
        ("微调需要多少显存", "微调显存", "<mark>微调</mark>需要多少<mark>显存</mark>"),
        ("微调显存", "微调显存", "<mark>微调显存</mark>"),
        ("the perplexity", "perplex", "the <mark>perplex</mark>ity"),
        ("modelling a model", "model a", "modelling <mark>a</mark> <mark>model</mark>"),
        ("霂靉，霂与靉", "霂靉", "<mark>霂靉</mark>，霂与靉"),
    ],
)
def test_mark_terms_escapes_and_marks_what_the_index_finds(text: str, query: str, expected: str) -> None:
    assert mark_terms(text, pattern_of(query)) == expected


def test_cut_snippet_shows_the_surroundings_of_the_first_find() -> None:
    text = "x" * 200 + "显存" + "y" * 200  # letters end where Chinese begins
    assert cut_snippet(text, pattern_of("显存")) == "…" + "x" * 60 + "<mark>显存</mark>" + "y" * 60 + "…"


def test_cut_snippet_of_nothing_found_is_the_beginning() -> None:
    assert cut_snippet("<" + "a" * 200, pattern_of("zz")) == "&lt;" + "a" * 119 + "…"
    assert cut_snippet("short", pattern_of("")) == "short"
