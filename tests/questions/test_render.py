"""Nothing that an author writes may run, and what an author means must show."""

import pytest

from questions.render import pygments_css, render_code, render_markdown


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("<b onclick=alert(1)>x</b>", "<p>&lt;b onclick=alert(1)&gt;x&lt;/b&gt;</p>\n"),
        ("<!-- c --><svg/onload=x>", "<p>&lt;!-- c --&gt;&lt;svg/onload=x&gt;</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("[x](JaVaScRiPt:alert)", "<p>[x](JaVaScRiPt:alert)</p>\n"),
        ("[x](&#106;avascript:alert)", "<p>[x](javascript:alert)</p>\n"),
        ("[x](data:text/html,y)", "<p>[x](data:text/html,y)</p>\n"),
        ("[x](vbscript:y)", "<p>[x](vbscript:y)</p>\n"),
        ("![i](data:image/png;base64,AA)", '<p><img alt="i"></p>\n'),
        (
            '![i](x.png "a\\" onerror=alert(1)")',
            '<p><img src="x.png" alt="i" title="a&quot; onerror=alert(1)"></p>\n',
        ),
        ("<javascript:alert(1)>", "<p>&lt;javascript:alert(1)&gt;</p>\n"),
        ("$<img src=x onerror=y>$", '<p><span class="math inline">&lt;img src=x onerror=y&gt;</span></p>\n'),
        (
            '```"><script>\n</code></pre><script>\n```',
            '<pre class="highlight" tabindex="0" data-language="&quot;&gt;&lt;script&gt;">'
            "<code>&lt;/code&gt;&lt;/pre&gt;&lt;script&gt;\n</code></pre>\n",
        ),
    ],
)
def test_render_disarms(source: str, expected: str) -> None:
    assert render_markdown(source) == expected


def test_render_keeps_links_and_guards_them() -> None:
    html = render_markdown("[x](https://example.org/?a=1&b=2 'title')")
    assert html == (
        '<p><a href="https://example.org/?a=1&amp;b=2" title="title" rel="noopener noreferrer">x</a></p>\n'
    )


def test_render_colours_code_by_class() -> None:
    assert render_markdown("```python\nx = '<b>'\n```") == (
        '<pre class="highlight" tabindex="0" data-language="python"><code><span class="n">x</span> '
        '<span class="o">=</span> <span class="s1">\'&lt;b&gt;\'</span>\n</code></pre>\n'
    )


def test_render_marks_maths_for_katex() -> None:
    assert render_markdown("$a<b_1$\n\n$$\n\\sum_i x_i\n$$\n\n甲 $$c$$ 乙") == (
        '<p><span class="math inline">a&lt;b_1</span></p>\n'
        '<div class="math display" tabindex="0">\\sum_i x_i</div>\n'
        '<p>甲 <span class="math display">c</span> 乙</p>\n'
    )


def test_render_aligns_tables_without_inline_style() -> None:
    assert render_markdown("|a|b|\n|:-|-:|\n|1|~~2~~|") == (
        '<div class="table-scroll" tabindex="0"><table>\n<thead>\n<tr>\n'
        '<th class="align-left">a</th>\n<th class="align-right">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n'
        '<td class="align-left">1</td>\n<td class="align-right"><s>2</s></td>\n</tr>\n'
        "</tbody>\n</table></div>\n"
    )


def test_render_names_headings_once_each() -> None:
    assert render_markdown("# 你好 Hi\n\n## 你好 Hi\n\n## !", "answer") == (
        '<h1 id="answer-你好-hi">你好 Hi</h1>\n<h2 id="answer-你好-hi-2">你好 Hi</h2>\n'
        '<h2 id="answer-">!</h2>\n'
    )


def test_pygments_css_colours_only_code() -> None:
    lines = [line for line in pygments_css().splitlines() if line and line not in {"}"}]
    selectors = {line.partition(".highlight")[0] for line in lines if not line.startswith("@media")}
    assert selectors == {"", ":root:not([data-theme=light]) ", "[data-theme=dark] "}


def test_code_with_endless_white_space_is_shown_without_colours_and_at_once() -> None:
    code = "x < 1" + "\n " * 30_000
    assert render_code(code, "python") == code.replace("<", "&lt;")
