"""Reads what came out of the container: raw bytes that may be anything.

It finds the failure that the harness reports, in words of ours only, and turns bytes into arrays of
the exact size asked for. Whether the numbers are probabilities is for ``audits``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from runners.base import Text
from runners.errors import error_text
from sandbox.job import Reply

Rows = NDArray[np.float32]
FAILURE_BYTES = 4096  # a reply that reports a failure is short; a longer one is not even parsed
ANSWERS_BYTES = 1024 * 1024

# Only these are named: a type's name is the candidate's choice.
NUMPY_TYPES = (
    "ndarray bool_ str_ float16 float64 longdouble float128 int8 int16 int32 int64 uint8 object bool"
)
TYPES = (
    *("NoneType", "bool", "bytes", "complex", "dict", "filter", "float", "frozenset", "generator", "int"),
    *("list", "map", "range", "set", "str", "tuple", "zip", "array.array", "collections.Counter"),
    *("collections.defaultdict", "decimal.Decimal", "fractions.Fraction"),
    *(f"numpy.{name}" for name in NUMPY_TYPES.split()),
)
INVALID = {
    "type": Text(
        "distribution 返回了{}，应为 list 或一维 numpy 数组",
        "distribution returned a value {}, not a list or a numpy array",
    ),
    "dtype": Text(
        "distribution 返回了 numpy 数组，其中是{}，而应为 float32 或 float64",
        "distribution returned a numpy array with values {}, not float32 or float64",
    ),
    "shape": Text(
        "distribution 返回值的长度或维数与词表不符",
        "distribution returned a value whose shape is not that of the vocabulary",
    ),
    "item": Text(
        "distribution 返回的 list 中有{}，应全为 float",
        "distribution returned a list with values {}, not only floats",
    ),
    "large": Text("distribution 返回了过大的整数", "distribution returned an integer that is too large"),
}


@dataclass(frozen=True, slots=True)
class Failure:
    """Why the harness has no answer: the candidate's code raised (``error``), lacks a class or method
    (``missing``), gave no list of numbers (``invalid``), or the bytes make no sense (``garbled``)."""

    kind: str
    text: Text
    what: str = ""


GARBLED = Failure("garbled", Text("回答不符合约定格式", "the answer is not in the agreed format"))


def failure_of(reply: Reply, shown: bool = False) -> Failure | None:
    """The failure that a reply reports; None when it carries an answer. Of a reply that is not
    ``shown`` no number is told."""
    status, content = reply.content[:1], reply.content[1:]
    if status == b"\0":
        return None
    why = _json(content, FAILURE_BYTES) if status == b"\1" else None
    if isinstance(why, dict):
        if isinstance(why.get("error"), dict):
            return Failure("error", error_text(why["error"]))
        if why.get("missing") in ("NGramModel", "distribution"):
            return _missing(why["missing"])
        if isinstance(why.get("invalid"), str) and why["invalid"] in INVALID:
            return _invalid(why, shown)
    return GARBLED


def _missing(name: str) -> Failure:
    what = (
        Text("类 NGramModel", "class NGramModel")
        if name == "NGramModel"
        else Text("方法 distribution", "method distribution")
    )
    return Failure(
        "missing", Text(f"solution.py 没有定义{what.zh}", f"solution.py defines no {what.en}"), name
    )


def _invalid(why: Mapping[str, Any], shown: bool) -> Failure:
    text, found, length = INVALID[why["invalid"]], why.get("found"), why.get("length")
    named = found if isinstance(found, str) and found in TYPES else None
    kind = (
        Text(f"类型为 {named} 的值", f"of type {named}") if named else Text("其他类型的值", "of another type")
    )
    zh, en = text.zh.format(kind.zh), text.en.format(kind.en)
    if shown and type(length) is int and 0 <= length < 10**12:
        zh, en = f"{zh}（{length} 个数）", f"{en} (it has {length} numbers)"
    return Failure("invalid", Text(zh, en))


def _json(content: bytes, most: int) -> Any:
    """What the bytes say; None when they say nothing or are more than ``most``."""
    if len(content) > most:
        return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def answers_in(reply: Reply) -> list[Any]:
    """The answers of one behaviour exchange; [] when they cannot be read."""
    answers = _json(reply.content[1:], ANSWERS_BYTES)
    return answers if isinstance(answers, list) else []


def rows_in(reply: Reply, positions: int, words: int) -> Rows | None:
    """The distributions, (positions, words); None when the number of bytes is not exactly theirs."""
    numbers = (
        np.frombuffer(reply.content, dtype="<f4", offset=1) if (len(reply.content) - 1) % 4 == 0 else None
    )
    return None if numbers is None or numbers.size != positions * words else numbers.reshape(positions, words)
