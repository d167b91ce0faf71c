"""What a harness says of an exception in a candidate's code, in words that may be shown anywhere."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from typing import Any

from runners.base import Text

MOST_LINES = 100_000


def error_text(error: Mapping[str, Any]) -> Text:
    """An exception as far as a hidden phase may tell: a built-in type and a line number."""
    what, line = _type(error), _line(error, "line")
    if line is None:
        return Text(f"抛出 {what}", f"raised {what}")
    return Text(f"solution.py 第 {line} 行抛出 {what}", f"raised {what} at line {line} of solution.py")


def typed_error_text(error: Mapping[str, Any]) -> Text:
    """The same of what a candidate typed beside solution.py, with its line."""
    typed, line = _line(error, "typed"), _line(error, "line")
    if typed is None:
        return error_text(error)
    what = _type(error)
    zh, en = f"你的输入第 {typed} 行抛出 {what}", f"raised {what} at line {typed} of your input"
    if line is None:
        return Text(zh, en)
    return Text(f"{zh}，出自 solution.py 第 {line} 行", f"{en}, in line {line} of solution.py")


def _type(error: Mapping[str, Any]) -> str:
    name = error.get("type")
    kind = getattr(builtins, name, None) if isinstance(name, str) else None
    known = isinstance(kind, type) and issubclass(kind, BaseException)
    return str(name) if known else "Exception"


def _line(error: Mapping[str, Any], key: str) -> int | None:
    line = error.get(key)
    return line if type(line) is int and 0 < line < MOST_LINES else None
