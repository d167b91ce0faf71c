"""What changed from one revision of a draft to the next. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from questions.diff import Diff, diff_sources


@dataclass(frozen=True, slots=True)
class Change:
    """One field or file, by its name on the page, before and after; "" where there was nothing. ``diff`` is
    None where one of the two is empty: the other stands as a whole."""

    name: str
    before: str
    after: str
    diff: Diff | None


def change_of(name: str, before: str | None, after: str | None) -> Change:
    """The change of one text. It is not coloured: a history has many."""
    diff = diff_sources(before, after, "text") if before and after else None
    return Change(name, before or "", after or "", diff)


def changes_of(fields: Sequence[dict[str, Any]], names: Mapping[str, str]) -> list[list[Change]]:
    """For each revision, the oldest first, what it changed, by the ``names`` that readers know the fields by;
    the first one filled an empty draft."""
    if not fields:
        return []
    empty = {
        name: type(value)() if isinstance(value, str | list) else "" for name, value in fields[0].items()
    }
    return [
        [
            change_of(names.get(name, name), _words(before.get(name)), _words(value))
            for name, value in after.items()
            if _words(before.get(name)) != _words(value)
        ]
        for before, after in pairwise([empty, *fields])
    ]


def _words(value: Any) -> str:
    """A list with one entry in a line."""
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return "" if value is None else str(value)
