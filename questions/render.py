"""Markdown to HTML that is safe to show, whoever wrote it; and the colours of its code.

Maths is not typeset here: it leaves as ``<span class="math inline">TeX</span>`` and
``<div class="math display">TeX</div>`` for KaTeX in the browser, and is readable without.
There is no inline style: the site's policy forbids it.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Callable, Sequence
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES
from pygments.util import ClassNotFound

from questions.markdown import new_parser

LONG_SPACE = re.compile(r"\s{300}")
LIGHT_STYLE = "default"  # both reach a contrast of 4.5 on their own backgrounds
DARK_STYLE = "github-dark"

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = {"p", "br", "hr", "pre", "blockquote", "ul", "ol", "li", "div"}
INLINE = {"strong", "em", "s", "code", "a", "img", "span"}
TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES: dict[str, set[str]] = {
    **{heading: {"id"} for heading in HEADINGS},
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "pre": {"data-language"},
}
FOCUSABLE = {"tabindex": {"0"}}  # what scrolls sideways must be reachable from the keyboard
ALIGNED = {"align-left", "align-center", "align-right"}
CLASSES = {
    "div": {"math", "display", "table-scroll"},
    "pre": {"highlight"},
    "span": {"math", "inline", "display", *filter(None, STANDARD_TYPES.values())},
    "td": ALIGNED,
    "th": ALIGNED,
}
CLEANER = nh3.Cleaner(
    tags=HEADINGS | BLOCKS | INLINE | TABLE,
    attributes=ATTRIBUTES,
    tag_attribute_values={"pre": FOCUSABLE, "div": FOCUSABLE},
    allowed_classes=CLASSES,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer",
)


@lru_cache(maxsize=512)
def render_markdown(text: str, prefix: str = "section") -> SafeString:
    """Return ``text`` as safe HTML. Heading ids start with ``prefix``: give two texts of one page two."""
    tokens = PARSER.parse(text)
    _name_headings(tokens, prefix)
    _align_by_class(tokens)
    page = PARSER.renderer.render(tokens, PARSER.options, {})
    return mark_safe(CLEANER.clean(page))  # noqa: S308 - this is the cleaner


def render_code(code: str, language: str) -> SafeString:
    """Return ``code`` as safe highlighted HTML, for the inside of a ``pre``; it may be anybody's."""
    return mark_safe(_highlighted(code, language))  # noqa: S308 - pygments escapes


def render_lines(code: str, language: str) -> list[SafeString]:
    """Return the lines of ``code``, which are those between its line feeds, each as safe highlighted HTML of
    its own: no tag spans two."""
    lines = code.split("\n")
    coloured = _highlighted(code, language).split("\n")
    if len(coloured) == len(lines) + 1 and not coloured[-1]:
        del coloured[-1]  # pygments ends the last line
    if len(coloured) != len(lines):  # it took another character for the end of a line
        coloured = [html.escape(line) for line in lines]
    return [mark_safe(line) for line in coloured]  # noqa: S308 - as in render_code


def pygments_css() -> str:
    """Return the style sheet of highlighted code: light, dark by preference, and dark by choice.

    The choice is ``data-theme="dark"`` or ``"light"`` on an ancestor.
    """
    light = style_rules(LIGHT_STYLE, ".highlight")
    preferred = style_rules(DARK_STYLE, ":root:not([data-theme=light]) .highlight")
    chosen = style_rules(DARK_STYLE, "[data-theme=dark] .highlight")
    return f"{light}\n@media (prefers-color-scheme: dark) {{\n{preferred}\n}}\n{chosen}\n"


def style_rules(style: str, selector: str) -> str:
    """Return the rules that name ``selector``; pygments adds some for line numbers, which we have not."""
    rules = HtmlFormatter(style=style).get_style_defs(selector).splitlines()  # type: ignore[no-untyped-call]
    return "\n".join(rule for rule in rules if rule.startswith(selector))


def _name_headings(tokens: Sequence[Token], prefix: str) -> None:
    """Give every heading an id of its own, made from its words in any script."""
    seen: dict[str, int] = {}
    for opening, inline in itertools.pairwise(tokens):
        if opening.type != "heading_open":
            continue
        name = f"{prefix}-{slugify(inline.content, allow_unicode=True)}"
        seen[name] = seen.get(name, 0) + 1
        opening.attrSet("id", name if seen[name] == 1 else f"{name}-{seen[name]}")


def _align_by_class(tokens: Sequence[Token]) -> None:
    """Turn a table cell's ``style="text-align:right"`` into ``class="align-right"``."""
    for token in tokens:
        style = str(token.attrs.pop("style", ""))
        if style:
            token.attrSet("class", style.replace("text-align:", "align-"))


def _highlighted(code: str, language: str) -> str:
    """Return ``code`` as spans with pygments' classes. It is merely escaped in an unknown language, and where
    white space goes on for so long that the lexer, which begins anew at each line of it, would take a minute.
    """
    if LONG_SPACE.search(code):
        return html.escape(code)
    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return html.escape(code)
    return highlight(code, lexer, HtmlFormatter(nowrap=True))


def _code(token: Token) -> str:
    language = token.info.split()[0] if token.info.strip() else ""
    label = f' data-language="{html.escape(language)}"' if language else ""
    code = _highlighted(token.content, language)
    return f'<pre class="highlight" tabindex="0"{label}><code>{code}</code></pre>\n'


def _maths(tag: str, classes: str) -> Callable[[Token], str]:
    focus, end = (' tabindex="0"', "\n") if tag == "div" else ("", "")
    return lambda token: f'<{tag} class="{classes}"{focus}>{html.escape(token.content.strip())}</{tag}>{end}'


RULES: dict[str, Callable[[Token], str]] = {
    "fence": _code,
    "code_block": _code,
    "math_inline": _maths("span", "math inline"),
    "math_inline_double": _maths("span", "math display"),  # stands in a paragraph, so no div
    "math_block": _maths("div", "math display"),
    "table_open": lambda _: '<div class="table-scroll" tabindex="0"><table>\n',
    "table_close": lambda _: "</table></div>\n",
}


def _new_renderer() -> MarkdownIt:
    """Return the parser with our RULES instead of its own for code, maths and tables."""
    parser = new_parser()
    for name, show in RULES.items():
        parser.add_render_rule(name, _rule(show))
    return parser


def _rule(show: Callable[[Token], str]) -> Callable[..., str]:
    return lambda _renderer, tokens, place, _options, _env: show(tokens[place])


PARSER = _new_renderer()
