"""Writes items as an article that reads as the same items again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from questions.article.building import first_fence
from questions.article.items import Item, Part
from questions.article.marks import ESCAPE, RULE, fence_after, heading_of, titled
from questions.article.signs import sign_of, unescaped

DEEPEST = 6
# A text that begins with one of these begins below the name of its part.
MARKS = tuple("-*+`~#>|\\")
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
    best. Lines of a text that would be read as something else carry the escape of ``marks``."""
    lines: list[str] = []
    before: tuple[str, ...] = ()
    for item in items:
        chapters = tuple(_chapters(before, item))
        lines += chapters
        if lines and not _is_headed(item):
            # Else what stands above would be the item's heading, or the heading above that a chapter of both.
            lines += ("---", "") * (1 if chapters else 2)
        lines += _item(item, SIGNS[language])
        before = item.chapters
    return "\n".join(lines).rstrip("\n") + "\n" if lines else ""


def _chapters(before: tuple[str, ...], item: Item) -> Iterator[str]:
    """The headings that have not been said yet."""
    chapters, same = item.chapters, 0
    while same < min(len(before), len(chapters)) and before[same] == chapters[same]:
        same += 1
    if same == len(chapters) < len(before) and not _is_headed(item):
        # Nothing else says that the item is above the last one's chapter.
        same = max(same - 1, 0)
    for level, title in enumerate(chapters[same:], same + 1):
        yield _heading(level, None, title)
        yield ""


def _is_headed(item: Item) -> bool:
    return bool(item.number or item.title)


def _item(item: Item, signs: dict[Part, str]) -> Iterator[str]:
    level = len(item.chapters) + 1
    if _is_headed(item):
        level = min(level, DEEPEST)
        yield _heading(level, item.number, item.title)
        yield ""
    elif not item.chapters:
        level = DEEPEST
    yield from _part(signs[Part.QUESTION], item.question, level)
    if item.code:
        fence = _fence_for(item.code)
        yield from (signs[Part.ANSWER], "", f"{fence}python", item.code.rstrip("\n"), fence, "")
    elif item.answer or first_fence(item.question.split("\n")) is not None:
        yield from _part(signs[Part.ANSWER], item.answer, level)
    if item.explanation:
        yield from _part(signs[Part.EXPLANATION], item.explanation, level)


def _heading(level: int, number: str | None, title: str) -> str:
    """The heading as it is, or with its text escaped, whichever reads as what it is. The number of a
    chapter (None) is in its title."""
    hashes = "#" * min(level, DEEPEST)
    lines = [f"{hashes} {titled(number or '', text)}" for text in (title, ESCAPE + title)]
    for line in lines:
        read = heading_of(line)
        if read is None or sign_of(line) is not None:
            continue
        if read.whole == title if number is None else (read.number, read.text) == (number, title):
            return line
    return lines[0]


def _part(sign: str, text: str, level: int) -> Iterator[str]:
    """A text stands below its sign if it begins with a list, a fence, an indent or whatever is escaped."""
    first, *lines = _escaped(text.split("\n"), level)
    words = first == first.strip() and first[:1] not in MARKS and not first[:1].isdigit()
    yield from ((f"{sign} {first}".rstrip(), *lines) if words else (sign, "", first, *lines))
    yield ""


def _escaped(lines: list[str], level: int) -> Iterator[str]:
    """The lines, those escaped that would end the part or the item, or open a fence that nothing closes."""
    last = max((at for at, line in enumerate(lines) if line.strip() and not RULE.match(line)), default=-1)
    fence, never_closed = "", set[str]()
    for at, line in enumerate(lines):
        before, fence = fence, fence_after(line, fence)
        if fence and not before and (fence in never_closed or not _closes(fence, lines, at + 1)):
            never_closed.add(fence)
            fence = ""
            yield ESCAPE + line
        elif before or fence:
            yield line
        else:
            ends = _ends(line, level) or (at > last and RULE.match(line))
            yield ESCAPE + line if ends else line


def _closes(fence: str, lines: list[str], at: int) -> bool:
    """Whether a line from there on closes the fence."""
    return any(not fence_after(lines[below], fence) for below in range(at, len(lines)))


def _ends(line: str, level: int) -> bool:
    """Whether the line is a sign, a heading as high as the item's, or looks as if it were escaped already."""
    if sign_of(line) is not None or unescaped(line) != line:
        return True
    heading = heading_of(line)
    return heading is not None and heading.sure and heading.level <= level


def _fence_for(code: str) -> str:
    fence = "```"
    while fence in code:
        fence += "`"
    return fence
