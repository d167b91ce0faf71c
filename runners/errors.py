"""What a harness says of an exception in a candidate's code, in words that may be shown anywhere."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from typing import Any

from runners.base import Text


def error_text(error: Mapping[str, Any]) -> Text:
    """An exception as far as a hidden phase may tell: a built-in type and a line number."""
    name, line = error.get("type"), error.get("line")
    kind = getattr(builtins, name, None) if isinstance(name, str) else None
    known = isinstance(kind, type) and issubclass(kind, BaseException)
    what = name if known else "Exception"
    if type(line) is not int or not 0 < line < 100_000:
        return Text(f"抛出 {what}", f"raised {what}")
    return Text(f"solution.py 第 {line} 行抛出 {what}", f"raised {what} at line {line} of solution.py")
