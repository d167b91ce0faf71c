"""The one Markdown dialect: CommonMark, tables, strikethrough, maths, emphasis beside CJK.

Raw HTML is text here. This module parses; ``questions.render`` turns the result into safe HTML, and
``questions.bank_files`` cuts question files at their headings.
"""

from __future__ import annotations

import unicodedata

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from mdit_py_plugins.dollarmath import dollarmath_plugin


def new_parser() -> MarkdownIt:
    """Return a parser of the dialect with markdown-it's own render rules."""
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    # allow_digits=False would also look at the last character of a text before its first dollar.
    dollarmath_plugin(parser, allow_space=False, allow_labels=False, double_inline=True)
    parser.inline.ruler.at("emphasis", _emphasis)
    return parser


def _emphasis(state: StateInline, silent: bool) -> bool:
    """CommonMark's rule, except that a wide neighbour is as good as a space.

    CommonMark leaves the stars in ``**题目：**文字``, because the closing ones stand between
    punctuation and a letter; Chinese has no space to put there.
    """
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    run = state.scanDelims(state.pos, marker == "*")
    before = state.src[state.pos - 1] if state.pos else " "
    end = state.pos + run.length
    after = state.src[end] if end < state.posMax else " "
    loose = marker == "*" and (_is_wide(before) or _is_wide(after))
    for _ in range(run.length):
        state.push("text", "", 0).content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=run.length,
                token=len(state.tokens) - 1,
                end=-1,
                open=run.can_open or (loose and not after.isspace()),
                close=run.can_close or (loose and not before.isspace()),
            )
        )
    state.pos = end
    return True


def _is_wide(character: str) -> bool:
    """Whether Unicode calls the character wide or full-width: CJK letters and their punctuation."""
    return unicodedata.east_asian_width(character) in {"W", "F"}
