"""What changed from one revision of a draft to the next. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, by its name on the page, before and after."""

    name: str
    before: str
    after: str


def changes_of(fields: Sequence[dict[str, Any]], names: Mapping[str, str]) -> list[list[FieldChange]]:
    """For each revision, the oldest first, what it changed, by the ``names`` that readers know the fields by;
    the first one filled an empty draft."""
    if not fields:
        return []
    empty = {
        name: type(value)() if isinstance(value, str | list) else "" for name, value in fields[0].items()
    }
    return [
        [
            FieldChange(names.get(name, name), _words(before.get(name)), _words(value))
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
