"""Runs an author's tests: makes the programs from a seed, and later checks what came back. No candidate code
is here.

Both times the same seed makes the same tests, so that what is expected never leaves this container. Questions
come on descriptor 3 and answers go to 4, each an 8-byte big-endian length and that many bytes of JSON.
"""

import base64
import json
import os
import random
import struct
import sys
from typing import Any

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import checks
import wire
from spelling import spelled

SHOWN = 2000
LONGEST_NAME, MOST_LINES = 60, 100_000
MOST_PARTS = 1_000_000
"""So many items may a value have, all the way down; an array is one."""


def tests_of(which: str, seed: str) -> list[Any]:
    """The author's tests, samples or hidden ones, by the seed; numpy and torch draw by it as well."""
    module = __import__("samples" if which == "samples" else "cases")
    rng = random.Random(seed)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(rng.getrandbits(31))
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(rng.getrandbits(31))
    return list(module.cases(rng))


def made(question: dict[str, Any]) -> Any:
    """The programs, without what is expected of them."""
    return [
        {
            "steps": case.program.steps,
            "seconds": case.seconds,
            "mebibytes": case.mebibytes,
            "group": case.group,
        }
        for case in tests_of(question["which"], question["seed"])
    ]


class Raised(Exception):
    """The candidate's process says that it raised something. What it says of it may be anything."""

    def __init__(self, said: Any) -> None:
        super().__init__()
        name, line = (said.get("type"), said.get("line")) if isinstance(said, dict) else (None, None)
        self.said = {
            "type": name[:LONGEST_NAME] if isinstance(name, str) else None,
            "line": line if type(line) is int and 0 < line < MOST_LINES else None,
        }


def checked(question: dict[str, Any]) -> Any:
    """What each of the answers is worth, in the order of the tests; one that is null never came."""
    found, samples = tests_of(question["which"], question["seed"]), question["which"] == "samples"
    return [
        judged(case, base64.b64decode(came))
        | {"typed": spelled(case.program.steps, SHOWN) if samples else ""}
        for case, came in zip(found, question["answers"], strict=True)
        if came is not None
    ]


def values_in(came: bytes) -> list[Any]:
    """The values in the bytes that the candidate's process answered.

    Raises:
        Raised: it says so, or the bytes are no answer.
        wire.Unreadable: it is an answer, and what it has are no values.
    """
    if sum(came.count(part) for part in (b",", b"[", b"{")) > MOST_PARTS:
        raise wire.Unreadable  # small as bytes, and more than this container's memory as objects
    try:
        answer = json.loads(came)
    except (ValueError, RecursionError):
        raise Raised(None) from None
    if not isinstance(answer, dict) or "values" not in answer:
        raise Raised(answer.get("error") if isinstance(answer, dict) else None)
    if not isinstance(answer["values"], list):
        raise wire.Unreadable
    return [wire.decode(one) for one in answer["values"]]


def judged(case: Any, came: bytes) -> dict[str, Any]:
    """One test. Whatever came, and whatever a check meets with it, is the candidate's."""
    wrong, error, got = None, None, ""
    try:
        values = values_in(came)
        got = ", ".join(repr(one)[:SHOWN] for one in values)
        case.check(*values)
    except Raised as raised:
        error = raised.said
    except checks.Wrong as found:
        wrong = {"zh": found.zh, "en": found.en}
    except wire.Unreadable:
        wrong = {"zh": "返回值的类型不对", "en": "the value is of a wrong type"}
    except Exception as met:
        # An author's check expects a value of the right type and form; it need not think of all others.
        name = type(met).__name__
        wrong = {
            "zh": f"返回值的类型或形式不对：检查它时遇到 {name}",
            "en": f"the value is of a wrong type or form: checking it met {name}",
        }
    return {
        "group": case.group,
        "title": {"zh": case.zh, "en": case.en},
        "wrong": wrong,
        "error": error,
        "given": case.given[:SHOWN],
        "expected": case.expected[:SHOWN],
        "got": got[:SHOWN],
    }


def answer(question: dict[str, Any]) -> bytes:
    """The answer to one question."""
    found = made(question) if question["do"] == "make" else checked(question)
    # A value may hold half a character, which no text that is stored or shown can.
    return json.dumps(found, ensure_ascii=False).encode("utf-8", "replace")


def main() -> None:
    """Answer until the judge hangs up."""
    with open(3, "rb") as asked, open(4, "wb") as answers:
        while len(head := asked.read(8)) == 8:
            content = answer(json.loads(asked.read(struct.unpack(">Q", head)[0])))
            answers.write(struct.pack(">Q", len(content)) + content)
            answers.flush()


if __name__ == "__main__":
    main()
