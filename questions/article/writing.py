"""Writes items as an article that reads as the same items again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from questions.article.items import Item, Part
from questions.article.marks import titled

DEEPEST = 6
SIGNS = {
    "zh": {Part.QUESTION: "**题目：**", Part.ANSWER: "**答案：**", Part.EXPLANATION: "**解析：**"},
    "en": {
        Part.QUESTION: "**Question:**",
        Part.ANSWER: "**Answer:**",
        Part.EXPLANATION: "**Explanation:**",
    },
}


def write_article(items: Iterable[Item], language: str = "zh") -> str:
    """The article in Markdown, by the headings and names of parts, in that language, that ``reading`` knows
    best."""
    lines: list[str] = []
    before: tuple[str, ...] = ()
    for item in items:
        lines += _chapters(before, item.chapters)
        lines += _item(item, SIGNS[language])
        before = item.chapters
    return "\n".join(lines).rstrip("\n") + "\n" if lines else ""


def _chapters(before: tuple[str, ...], chapters: tuple[str, ...]) -> Iterator[str]:
    """The headings that have not been said yet."""
    same = 0
    while same < min(len(before), len(chapters)) and before[same] == chapters[same]:
        same += 1
    for level, title in enumerate(chapters[same:], same + 1):
        yield f"{'#' * min(level, DEEPEST)} {title}"
        yield ""


def _item(item: Item, signs: dict[Part, str]) -> Iterator[str]:
    title = titled(item.number, item.title)
    if title:
        yield f"{'#' * min(len(item.chapters) + 1, DEEPEST)} {title}"
        yield ""
    yield f"{signs[Part.QUESTION]} {item.question}".rstrip()
    yield ""
    if item.code:
        fence = _fence_for(item.code)
        yield from (signs[Part.ANSWER], "", f"{fence}python", item.code.rstrip("\n"), fence, "")
    elif item.answer:
        yield from (f"{signs[Part.ANSWER]} {_below(item.answer)}", "")
    if item.explanation:
        yield from (f"{signs[Part.EXPLANATION]} {_below(item.explanation)}", "")


def _below(text: str) -> str:
    """A part that begins with a list, a fence or an indent begins on a line of its own."""
    first = text.split("\n", 1)[0]
    starts = first[:1] in "-*+`~#>|" or first[:1].isdigit() or first.startswith((" ", "\t"))
    return f"\n\n{text}" if starts else text


def _fence_for(code: str) -> str:
    fence = "```"
    while fence in code:
        fence += "`"
    return fence
