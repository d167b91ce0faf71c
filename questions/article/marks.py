"""The signs by which the lines of an article are known: headings, the names of parts, fences."""

from __future__ import annotations

import re
from dataclasses import dataclass

from questions.article.items import Part

NAMES = {
    Part.QUESTION: ("题目", "问题", "面试题", "问", "Question", "Q"),
    Part.ANSWER: ("参考答案", "答案", "回答", "答", "Answer", "A"),
    Part.EXPLANATION: ("答案解析", "解析", "解释", "分析", "Explanation", "Analysis"),
}
PARTS = {name.lower(): part for part, names in NAMES.items() for name in names}
_NAME = "|".join(sorted((re.escape(name) for name in PARTS), key=len, reverse=True))
_BOLD = r"(?:\*\*|__)?"
MARKER = re.compile(
    rf"^\s{{0,3}}(?:>\s*)?(?:[-*+]\s+)?(?:#{{1,6}}\s*)?{_BOLD}\s*[【\[]?\s*(?P<name>{_NAME})\s*[】\]]?"
    rf"(?:\s*\d{{1,3}})?\s*(?:{_BOLD}\s*[：:]\s*{_BOLD}|(?<=[】\]]))\s*(?P<rest>.*?)\s*$",
    re.IGNORECASE,
)
SECTION = re.compile(rf"^\s{{0,3}}#{{1,6}}\s+{_BOLD}(?P<name>{_NAME}){_BOLD}\s*#*\s*$", re.IGNORECASE)
ATX = re.compile(r"^ {0,3}(?P<signs>#{1,6})(?:[ \t]+|(?=[^\s#]))(?P<text>.*?)(?:[ \t]+#+)?[ \t]*$")
NUMERALS = "〇零一二三四五六七八九十百"
PLAIN = (
    (1, re.compile(rf"^\s*(?P<number>第[{NUMERALS}\d]+[章节篇部])(?:分)?[\s：:、.]*(?P<text>\S.*)$")),
    (2, re.compile(rf"^\s*(?P<number>[{NUMERALS}]+)、\s*(?P<text>\S.*)$")),
    (3, re.compile(rf"^\s*(?P<number>[（(][{NUMERALS}\d]+[）)])\s*(?P<text>\S.*)$")),
    (3, re.compile(r"^\s*(?P<number>\d+(?:\.\d+)+)[.、]?\s*(?P<text>\S.*)$")),
    (4, re.compile(r"^\s*(?P<number>\d+)[.、)]\s*(?P<text>\S.*)$")),
)
FENCE = re.compile(r"^(?P<indent> {0,3})(?P<fence>`{3,}|~{3,})\s*(?P<language>[^\s`]*)[^`]*$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level from 1, its number ("" without), the rest, and the ``whole`` of it. ``sure``: by
    its own sign; a plain line is one only where an item follows."""

    level: int
    number: str
    text: str
    whole: str
    sure: bool


def heading_of(line: str) -> Heading | None:
    """The line as a heading, if it can be one."""
    if (found := ATX.match(line)) is not None:
        text = _unbold(found["text"])
        number, rest = _numbered(text)
        return Heading(len(found["signs"]), number, rest, text, sure=True) if text else None
    plain = _unbold(line.strip())
    for level, pattern in PLAIN:
        if (found := pattern.match(plain)) is not None:
            return Heading(level, found["number"], found["text"].strip(), plain, sure=False)
    return None


def titled(number: str, text: str) -> str:
    """The number and the text as a heading that is parted into the same again."""
    if number.isdecimal():
        return f"{number}. {text}"
    return f"{number}、{text}" if number and set(number) <= set(NUMERALS) else f"{number} {text}".strip()


def _numbered(text: str) -> tuple[str, str]:
    """Part the number from a heading's text."""
    for _, pattern in PLAIN:
        if (found := pattern.match(text)) is not None:
            return found["number"], found["text"].strip()
    return "", text


def _unbold(text: str) -> str:
    return re.sub(r"^(\*\*|__)(.+)\1$", r"\2", text.strip()).strip()


def marker_of(line: str) -> tuple[Part, str] | None:
    """The part that begins at the line, and what of it stands on the same line."""
    if (found := MARKER.match(line)) is not None:
        return PARTS[found["name"].lower()], found["rest"]
    if (found := SECTION.match(line)) is not None:
        return PARTS[found["name"].lower()], ""
    return None


def fence_after(line: str, fence: str) -> str:
    """The fence that is open after the line, when ``fence`` ("" for none) was before."""
    found = FENCE.match(line)
    if not fence:
        return found["fence"] if found else ""
    bare = line.strip()
    closes = len(bare) >= len(fence) and set(bare) == {fence[0]}
    return "" if closes else fence
