"""The difference of two sources: what is shown gives back both, and what is long is folded."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.diff import CONTEXT, MOST_LINES, Diff, diff_sources

LINES = st.lists(
    st.sampled_from(["a = 1", "b = 2", "", "\tif x:", "'''", "<b>&amp;", "微调 = '😀'"]), max_size=12
)


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def sides(diff: Diff) -> tuple[list[str], list[str]]:
    rows = [row for chunk in diff.chunks for row in chunk.rows]
    return (
        [plain(row.old.html) for row in rows if row.old],
        [plain(row.new.html) for row in rows if row.new],
    )


@given(LINES, LINES)
def test_the_two_sides_are_the_two_sources(old: list[str], new: list[str]) -> None:
    diff = diff_sources("\n".join(old), "\n".join(new))
    numbers = [row.new.number for chunk in diff.chunks for row in chunk.rows if row.new]
    texts = ["\n".join(lines).removesuffix("\n") for lines in (old, new)]
    assert sides(diff) == tuple(text.split("\n") if text else [] for text in texts)
    assert numbers == list(range(1, len(numbers) + 1))
    assert diff.equal is (texts[0] == texts[1])


@given(LINES, LINES)
def test_unchanged_rows_are_the_same_on_both_sides(old: list[str], new: list[str]) -> None:
    for chunk in diff_sources("\n".join(old), "\n".join(new)).chunks:
        if not chunk.changed:
            assert all(
                row.old and row.new and plain(row.old.html) == plain(row.new.html) for row in chunk.rows
            )


def test_lines_are_counted_and_ends_of_lines_do_not_matter() -> None:
    diff = diff_sources("a\r\nb\r\nc\r\n", "a\nx\ny\nc")
    assert (diff.removed, diff.added, diff.aligned) == (1, 2, True)


def test_a_long_unchanged_stretch_is_folded_beside_its_context() -> None:
    same = [f"same_{number}" for number in range(40)]
    diff = diff_sources("\n".join(["a", *same, "b"]), "\n".join(["x", *same, "y"]))
    shape = [(chunk.changed, chunk.folded, len(chunk.rows)) for chunk in diff.chunks]
    assert shape == [
        (True, False, 1),
        (False, False, CONTEXT),
        (False, True, 40 - 2 * CONTEXT),
        (False, False, CONTEXT),
        (True, False, 1),
    ]


@pytest.mark.parametrize("count", [MOST_LINES, MOST_LINES + 1])
def test_more_lines_than_can_be_aligned_are_shown_as_replaced(count: int) -> None:
    old = "\n".join(["head", *(f"o{number}" for number in range(count)), "tail"])
    diff = diff_sources(old, old.replace("o", "n"))
    assert (diff.aligned, diff.removed) == (count <= MOST_LINES, count)
