"""Faults of ``problem.toml``: the line they stand on, the key, and words in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import translation

from questions.package_faults import line_of
from questions.problem_package import PackageError, read_package
from tests.packages import TOML, write_package

TEXT = """kind = "function"
title.zh = "题"  # dotted

[limits]
cpu_seconds = 1

[[solutions]]
file = "a.py"

[[solutions]]
file = "b.py"
verdict = "accepted"
"""


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("kind",), 1),
        (("title", "zh"), 2),
        (("title", "en"), 2),
        (("limits", "cpu_seconds"), 5),
        (("limits", "wall_seconds"), 4),
        (("solutions", 0, "verdict"), 7),
        (("solutions", 1, "verdict"), 12),
        (("scoring",), None),
    ],
)
def test_line_of_a_key_or_of_the_table_around_it(place: tuple[int | str, ...], line: int | None) -> None:
    assert line_of(TEXT, place) == line


def faults(folder: Path, old: str, new: str) -> list[str]:
    assert old in TOML
    with pytest.raises(PackageError) as error:
        read_package(write_package(folder / "p", TOML.replace(old, new)))
    return error.value.problems


@pytest.mark.parametrize(
    ("old", "new", "english", "chinese"),
    [
        ("size = 3", "sice = 3", "fake.sice: there is no such key", "没有这样的键"),
        ("size = 3", "size = 13", "fake.size: it is a bad number", "这是坏数"),
        ("cpu_seconds = 1", "cpu_seconds = 0", "limits.cpu_seconds: it must be greater than 0", "必须大于 0"),
        ("cpu_seconds = 1\n", "", "limits.cpu_seconds: it is missing", "缺少这一项"),
        ('"easy"', '"mild"', "difficulty: it must be 'easy', 'medium' or 'hard'", "必须是"),
        ("cpu_seconds = 1", "cpu_second = 1", "limits.cpu_second: there is no such key", "没有这样的键"),
        ('"1.0"', '"one"', "version: it must fit", "必须符合"),
        ("min_score = 95", 'min_score = "x"', "solutions.0.min_score: it must be a number", "必须是数"),
    ],
)
def test_fault_says_line_key_and_reason_in_the_readers_language(
    tmp_path: Path, old: str, new: str, english: str, chinese: str
) -> None:
    said = "; ".join(faults(tmp_path, old, new))
    assert english in said
    assert said.startswith("problem.toml, line ")
    with translation.override("zh-hans"):
        again = "; ".join(faults(tmp_path, old, new))
    assert (chinese in again, again.startswith("problem.toml 第 ")) == (True, True)
