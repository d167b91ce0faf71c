"""The signs of an article's parts: lines like ``**题目：**``, ``### 1.1 题目：…``, ``【答案】``, ``- A:``.

A sign is what the line says by itself. Whether the name begins a part where it stands, ``reading`` decides:
by how deep in a list it is and how loosely it is named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from questions.article.items import Part
from questions.article.marks import ATX, ESCAPE, FENCE, NUMERALS, RULE, numbered

# By how much a name says: those that hardly mean anything else, words that texts use as well, and letters,
# that choices to a question have too.
LOOSENESS = (0, 1, 3)
NAMES = {
    Part.QUESTION: ("题目 面试题 Question", "问题 问", "Q"),
    Part.ANSWER: ("参考答案 答案 Answer", "回答 答", "A"),
    Part.EXPLANATION: ("答案解析 解析 Explanation", "解释 分析 Analysis", ""),
}
PARTS = {
    name.lower(): (part, loose)
    for part, names in NAMES.items()
    for loose, words in zip(LOOSENESS, names, strict=True)
    for name in words.split()
}
_NAME = "|".join(sorted(PARTS, key=len, reverse=True))
FRONT = re.compile(r"^(?P<indent>\s*)(?P<list>(?:>\s*)*(?:[-*+]\s+)?)(?P<hashes>#{0,6})\s*(?P<text>.*)$")
SIGN = re.compile(
    rf"(?P<open>[【\[]\s*)?(?P<name>{_NAME})\s*(?:[（(]?(?P<index>\d+(?:\.\d+)*|[{NUMERALS}]+)[）)]?\s*)?"
    r"(?P<shut>[】\]]\s*)?(?P<bold>\*\*|__)?(?P<colon>\s*[：:])?(?P<after>\*\*|__)?(?P<rest>.*)$",
    re.IGNORECASE,
)
ESCAPES = re.compile(rf"\A(?:{re.escape(ESCAPE)})+")


@dataclass(frozen=True, slots=True)
class Sign:
    """The part that is named, what of it stands on the same line, its number ("" without) and the level of
    the number's sort, its level as a heading (0: it is none). ``depth`` is 0 for a line of its own, more for
    an entry of a list; ``loose`` is by how little the line says."""

    part: Part
    rest: str
    number: str
    sort: int
    level: int
    depth: int
    loose: int


def sign_of(line: str) -> Sign | None:
    """The sign that the line can be."""
    front = FRONT.match(line)
    assert front is not None, "everything matches"
    bold, text = _opened(front["text"].strip())
    sort, number, text = numbered(text)
    inner, text = _opened(text)
    found, bold = SIGN.match(text), bold or inner
    if found is None:
        return None
    part, loose = PARTS[found["name"].lower()]
    listed = front["list"] or (number and not front["hashes"]) or len(front["indent"].expandtabs(4)) > 3
    depth = len(front["indent"]) + 1 if listed else 0
    if not (found["colon"] or (found["open"] and found["shut"])):
        # Without a colon the name stands alone, or in bold before the text.
        alone = not found["rest"] and not number
        if not (alone and (front["hashes"] or found["bold"])):
            if loose or depth or not (alone or (found["bold"] and found["rest"][:1].isspace())):
                return None
            loose += 1
    if not number and found["index"]:
        sort, number = 4, found["index"]
    return Sign(part, _rest(found, bold), number, sort, len(front["hashes"]), depth, loose)


def _opened(text: str) -> tuple[str, str]:
    """Part the bold that the text opens with."""
    return (text[:2], text[2:].lstrip()) if text[:2] in ("**", "__") else ("", text)


def _rest(found: re.Match[str], bold: str) -> str:
    """What is said after the name. Bold that was opened before the name ends with it, or with the line; else
    it is the text's own."""
    after, rest = found["after"] or "", found["rest"]
    if not bold or found["bold"]:
        return (after + rest).strip()
    if after:
        return rest.strip()
    rest = rest.strip()
    return rest[:-2].rstrip() if rest.endswith(bold) and bold not in rest[:-2] else bold + rest


def means(line: str) -> bool:
    """Whether the line, outside a fence and without escapes, can be more than text."""
    line = ESCAPES.sub("", line)
    return sign_of(line) is not None or any(mark.match(line) for mark in (ATX, FENCE, RULE))


def unescaped(line: str) -> str:
    """The line without its escape, if it has one."""
    return line.removeprefix(ESCAPE) if line.startswith(ESCAPE) and means(line) else line
