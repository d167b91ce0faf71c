"""Spells a program as lines of Python, for somebody to try it on a solution of their own. It runs nothing."""

import math
from typing import Any

import wire


class Unspellable(Exception):
    """No line of Python makes this value."""


def spelled(steps: list[dict[str, Any]], longest: int) -> str:
    """A line a step; the value of the last line is what the program keeps. "" where a value cannot be written
    so, or all of it is longer than ``longest`` characters."""
    try:
        values = [_step(step) for step in steps]
    except (Unspellable, wire.Unreadable):
        return ""
    kept = [f"r{place}" for place, step in enumerate(steps) if step["keep"]]
    lines = [f"r{place} = {value}" for place, value in enumerate(values)]
    text = values[0] if len(values) == 1 else "\n".join([*lines, ", ".join(kept)])
    imports = "".join(f"import {name}\n" for name in ("numpy", "torch") if f"{name}." in text)
    return imports + text if len(imports + text) <= longest else ""


def _step(step: dict[str, Any]) -> str:
    if step["do"] == "value":
        return _value(wire.decode(step["value"]))
    owner = "" if step["of"] is None else f"r{step['of']}."
    if step["do"] == "get":
        return f"{owner}{step['name']}"
    given = [_argument(one) for one in step["args"]]
    given += [f"{name}={_argument(one)}" for name, one in step["named"].items()]
    return f"{owner}{step['name']}({', '.join(given)})"


def _argument(given: Any) -> str:
    if isinstance(given, dict) and set(given) == {"$ref"}:
        return f"r{given['$ref']}"
    return _value(wire.decode(given))


def _value(value: Any) -> str:
    kind = type(value)
    if hasattr(value, "dtype"):
        return _array(value)
    if kind is float and not math.isfinite(value):
        return f"float('{value}')"
    if kind is list:
        return f"[{_values(value)}]"
    if kind is tuple:
        return f"({_values(value)}{',' if len(value) == 1 else ''})"
    if kind in (set, frozenset):
        return f"{kind.__name__}([{_values(value)}])"
    if kind is dict:
        return "{" + ", ".join(f"{_value(key)}: {_value(item)}" for key, item in value.items()) + "}"
    if value is None or kind in (bool, int, float, str, bytes):
        return repr(value)
    raise Unspellable


def _values(values: Any) -> str:
    return ", ".join(map(_value, values))


def _array(value: Any) -> str:
    if 0 in value.shape:
        raise Unspellable  # its lists do not tell its shape
    dtype = str(value.dtype)
    if dtype.startswith("torch."):
        return f"torch.tensor({_value(value.tolist())}, dtype={dtype})"
    return f"numpy.array({_value(value.tolist())}, dtype='{dtype}')"
