"""Runs an author's tests: makes the programs from a seed, and later checks what came back. No candidate code
is here.

Both times the same seed makes the same tests, so that what is expected never leaves this container. Questions
come on descriptor 3 and answers go to 4, each an 8-byte big-endian length and that many bytes of JSON.
"""

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

SHOWN = 2000


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


def checked(question: dict[str, Any]) -> Any:
    """What each of the values is worth, in the order of the tests; a value that is null was never asked."""
    found = tests_of(question["which"], question["seed"])
    return [
        judged(case, came) for case, came in zip(found, question["answers"], strict=True) if came is not None
    ]


def judged(case: Any, came: dict[str, Any]) -> dict[str, Any]:
    """One test."""
    wrong, got = None, ""
    if "error" not in came:
        try:
            values = [wire.decode(one) for one in came["values"]]
            got = ", ".join(repr(one)[:SHOWN] for one in values)
            case.check(*values)
        except checks.Wrong as error:
            wrong = {"zh": error.zh, "en": error.en}
        except (wire.Unreadable, KeyError, TypeError):
            # A check of the author's expects a value of the right type; what came is of another.
            wrong = {"zh": "返回值的类型不对", "en": "the value is of a wrong type"}
    return {
        "group": case.group,
        "title": {"zh": case.zh, "en": case.en},
        "wrong": wrong,
        "error": came.get("error"),
        "given": case.given[:SHOWN],
        "expected": case.expected[:SHOWN],
        "got": got[:SHOWN],
    }


def main() -> None:
    """Answer until the judge hangs up."""
    with open(3, "rb") as asked, open(4, "wb") as answers:
        while len(head := asked.read(8)) == 8:
            question = json.loads(asked.read(struct.unpack(">Q", head)[0]))
            content = json.dumps(made(question) if question["do"] == "make" else checked(question)).encode()
            answers.write(struct.pack(">Q", len(content)) + content)
            answers.flush()


if __name__ == "__main__":
    main()
