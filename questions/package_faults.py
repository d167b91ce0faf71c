"""What is wrong with ``problem.toml``: the line, the key, and the reason in the reader's language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from math import isfinite
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from questions.package_zip import CONFIG
from runners.base import Fault

HEADER = re.compile(r"^\s*(\[\[?)\s*([\w.\-]+)\s*\]\]?\s*(#.*)?$")
AT = re.compile(r"(?P<said>.*) \(at line (?P<line>\d+), column \d+\)")
KEY = re.compile(r"^\s*([\w.\-]+)\s*=")
MOST_CHARACTERS, LONGEST_LINE = 64 * 1024, 2000
"""Of ``problem.toml``. Its reader takes quadratic time and memory for the dots of one key, and raises for a
number of more than 4,300 digits what it raises for nothing else."""

LARGEST = 2**63 - 1
"""What a column of the database holds."""


class NoToml(ValueError):
    """A ``problem.toml`` that is none; the message is the line for its author."""


def faults_in(text: str, error: ValidationError, table: tuple[str, ...] = ()) -> list[str]:
    """One line for each fault: ``problem.toml, line 7: limits.cpu_seconds: must be greater than 0``. What was
    validated may be a ``table`` of it."""
    return [fault(text, (*table, *one["loc"]), _reason(one)) for one in error.errors()]


def fault_of_kind(text: str, found: Fault) -> str:
    """One line for a fault that the problem's kind names."""
    why = found.why.zh if (get_language() or "").startswith("zh") else found.why.en
    return fault(text, found.key, why) if found.file == CONFIG else f"{found.file}: {why}"


def fault(text: str, place: Sequence[int | str], reason: str) -> str:
    """One line: where in ``problem.toml`` the key stands, the key, and what is wrong with it."""
    return f"{_where(line_of(text, place))}: {'.'.join(map(str, place))}: {reason}"


def read_toml(text: str) -> dict[str, Any]:
    """What a ``problem.toml`` says, as if an enemy had written it.

    Raises:
        NoToml: it is none, or asks for more than a reader may spend on it.
    """
    longest = max(map(len, text.split("\n")))
    if len(text) > MOST_CHARACTERS or longest > LONGEST_LINE:
        words = _("it has %(most)s characters, and %(longest)s in a line, at most")
        raise NoToml(f"{_where(None)}: {words % {'most': MOST_CHARACTERS, 'longest': LONGEST_LINE}}")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NoToml(_no_toml(error)) from error
    except RecursionError as error:
        raise NoToml(f"{_where(None)}: {_('it is nested too deeply')}") from error


def faults_of_values(text: str, value: Any, place: tuple[int | str, ...] = ()) -> Iterator[str]:
    """One line for each value that no database holds: a number without end, a text with a NUL."""
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from faults_of_values(text, key, place)
            yield from faults_of_values(text, inner, (*place, key))
    elif isinstance(value, int) and abs(value) > LARGEST:
        yield fault(text, place, _("the number is too large"))
    elif isinstance(value, float) and not isfinite(value):
        yield fault(text, place, _("it must be a number"))
    elif isinstance(value, str) and "\0" in value:
        yield fault(text, place, _("the text has a NUL in it"))


def _no_toml(error: tomllib.TOMLDecodeError) -> str:
    found = AT.fullmatch(str(error))
    said, number = (found["said"], int(found["line"])) if found else (str(error), None)
    return f"{_where(number)}: {_unread(said)}"


def _where(number: int | None) -> str:
    return _("%(file)s, line %(number)s") % {"file": CONFIG, "number": number} if number else CONFIG


def line_of(text: str, place: Sequence[int | str]) -> int | None:
    """The line of a key, from 1; of the table around it where the key is not there, None where that is not
    there either. ``place``: names, and numbers for the tables of an array."""
    lines: dict[tuple[int | str, ...], int] = {}
    for number, path in _paths(text):
        for length in range(1, len(path) + 1):
            lines.setdefault(path[:length], number)
    known = (tuple(place[:length]) for length in range(len(place), 0, -1))
    return next((lines[path] for path in known if path in lines), None)


def _paths(text: str) -> Iterator[tuple[int, tuple[int | str, ...]]]:
    """Every header and key of the usual forms, with its line."""
    table: tuple[int | str, ...] = ()
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := HEADER.match(line):
            table = tuple(header[2].split("."))
            if header[1] == "[[":
                counts[header[2]] = counts.get(header[2], -1) + 1
                table += (counts[header[2]],)
            yield number, table
        elif key := KEY.match(line):
            yield number, (*table, *key[1].split("."))


def _reason(error: ErrorDetails) -> str:
    """The commonest faults in words of ours; any other in the validator's."""
    ours = {
        "missing": _("it is missing"),
        "extra_forbidden": _("there is no such key"),
        "greater_than": _("it must be greater than %(gt)s"),
        "greater_than_equal": _("it must be %(ge)s at least"),
        "less_than_equal": _("it must be %(le)s at most"),
        "literal_error": _("it must be %(expected)s"),
        "enum": _("it must be %(expected)s"),
        "string_type": _("it must be text"),
        "string_too_short": _("it must not be empty"),
        "string_too_long": _("it must have %(max_length)s characters at most"),
        "string_pattern_mismatch": _("it must fit %(pattern)s"),
        "float_type": _("it must be a number"),
        "float_parsing": _("it must be a number"),
        "int_type": _("it must be a whole number"),
        "int_parsing": _("it must be a whole number"),
        "int_from_float": _("it must be a whole number"),
        "list_type": _("it must be a list"),
        "dict_type": _("it must be a table"),
        "model_type": _("it must be a table"),
        "too_short": _("there must be %(min_length)s at least"),
    }
    found = ours.get(error["type"])
    bounds = {
        name: f"{value:g}" if isinstance(value, float) else value
        for name, value in error.get("ctx", {}).items()
    }
    return found % bounds if found else str(error["msg"])


def _unread(said: str) -> str:
    """The commonest faults of the form in words of ours; any other in the reader's."""
    ours = {
        "Invalid statement": _("this is no key and no header of a table"),
        "Invalid value": _("this is no value: a text stands in quotation marks"),
        "Expected newline or end of document after a statement": _("something follows where a line must end"),
        "Expected '=' after a key in a key/value pair": _("there is no = after the key"),
        "Expected ']' at the end of a table declaration": _("there is no ] at the end of the header"),
        "Expected ']]' at the end of an array declaration": _("there is no ]] at the end of the header"),
        "Invalid initial character for a key part": _(
            "a key begins with a letter, a digit or a quotation mark"
        ),
        "Cannot overwrite a value": _("this key has a value already"),
        "Unterminated string": _("the text has no quotation mark at its end"),
        "Unclosed array": _("the list has no ] at its end"),
        "Unclosed inline table": _("the table has no } at its end"),
    }
    return ours.get(said) or _("this cannot be read: %(why)s") % {"why": said}
