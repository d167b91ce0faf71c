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
from runners.ngram_lm.behaviour import error_text
from sandbox.job import Reply

Rows = NDArray[np.float32]
FAILURE_BYTES = 4096  # a reply that reports a failure is short; a longer one is not even parsed
ANSWERS_BYTES = 1024 * 1024

INVALID = {
    "type": Text("不是 list，也不是一维 numpy 数组", "neither a list nor a one-dimensional numpy array"),
    "dtype": Text(
        "numpy 数组的类型不是 float32 或 float64", "a numpy array that is neither float32 nor float64"
    ),
    "shape": Text("长度或维数不对", "of the wrong length or shape"),
    "item": Text("list 中有不是 float 的元素", "a list with an item that is not a plain float"),
}


@dataclass(frozen=True, slots=True)
class Failure:
    """Why the harness has no answer: the candidate's code raised (``error``), lacks a class or method
    (``missing``), gave no list of numbers (``invalid``), or the bytes make no sense (``garbled``)."""

    kind: str
    text: Text
    what: str = ""


GARBLED = Failure("garbled", Text("回答不符合约定格式", "the answer is not in the agreed format"))


def failure_of(reply: Reply) -> Failure | None:
    """The failure that a reply reports; None when it carries an answer."""
    status, content = reply.content[:1], reply.content[1:]
    if status == b"\0":
        return None
    why = _json(content, FAILURE_BYTES) if status == b"\1" else None
    if isinstance(why, dict):
        if isinstance(why.get("error"), dict):
            return Failure("error", error_text(why["error"]))
        if why.get("missing") in ("NGramModel", "distribution"):
            return _missing(why["missing"])
        if why.get("invalid") in INVALID:
            return _invalid(why)
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


def _invalid(why: Mapping[str, Any]) -> Failure:
    text, length = INVALID[why["invalid"]], why.get("length")
    measured = f" ({length})" if type(length) is int and 0 <= length < 10**12 else ""
    return Failure(
        "invalid",
        Text(
            f"distribution 的返回值{text.zh}{measured}", f"distribution returned a value {text.en}{measured}"
        ),
    )


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
