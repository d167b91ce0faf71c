"""Plans the three jobs of a submission: the author's tests are made, the candidate's file is run on them, and
what came back is checked where no candidate code is.

The tests belong to the source file: the same file meets the same ones, and another one others. In which order
they are asked belongs to the submission. Nothing is scored here.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from runners.base import Problem, Task, Text
from runners.function.params import CASES, REFERENCE, SAMPLES, SHOWN, params_of
from sandbox.job import Exchange, File, Job, Result

INSIDE = Path(__file__).with_name("inside")
# -P and -s, not -I: the process must see PYTHONHASHSEED, and must not import from its folders.
AUTHOR = ("author.py", "checks.py", "spelling.py", "wire.py")
ARGV = ("python3", "-P", "-s", "-B")
MOST_TESTS = 400
MEBIBYTE = 1024 * 1024
MADE_BYTES, CHECKED_BYTES = 64 * MEBIBYTE, 16 * MEBIBYTE
REPLY_BYTES, REPLIES_BYTES = 16 * MEBIBYTE, 64 * MEBIBYTE
"""Of one test's answer, and of all of a submission's, which share it: they are in memory together."""
TYPED, TYPED_BYTES = "typed", 64 * 1024
SAMPLE_SET, HIDDEN_SET = "samples", "hidden"
WALL_PER_CPU, WALL_LEAST = 4.0, 5.0
KEY = "key"


class Test(BaseModel):
    """One test as the author's container made it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    steps: list[dict[str, Any]] = Field(min_length=1)
    seconds: float = Field(gt=0, le=600)
    mebibytes: int = Field(ge=0, le=1024 * 1024)
    group: str


TESTS = TypeAdapter(list[Test])


@dataclass(frozen=True, slots=True)
class Asked:
    """The tests of one set, and the order in which the candidate's process is asked them."""

    which: str
    seed: str
    tests: tuple[Test, ...]
    order: tuple[int, ...]

    def names(self) -> list[str]:
        """The exchanges' names, in the order of the asking."""
        return [f"{self.which}{place}" for place in range(len(self.order))]


def seed_of(task: Task) -> str:
    """What the hidden tests are drawn from: this installation's key and the source file."""
    key = (task.problem.data / "hidden" / KEY).read_bytes()
    return hmac.digest(key, task.source, hashlib.sha256).hex()


def _author_job(problem: Problem, questions: list[tuple[str, dict[str, Any]]], reply_bytes: int) -> Job:
    """The author's tests in a container of their own; of a Run, whose package may be a kit, the samples
    alone."""
    public = problem.data / "public" / SAMPLES
    files = [File(file.name, file.read_bytes()) for file in _inside(*AUTHOR)]
    files.append(File(SAMPLES, public.read_bytes()))
    if any(question["which"] == HIDDEN_SET for _, question in questions):
        files.append(File(CASES, (problem.package / CASES).read_bytes()))
        files.append(File("reference.py", (problem.package / REFERENCE).read_bytes()))
    return Job(
        image=params_of(problem).image,
        argv=(*ARGV, "/box/author.py"),
        limits=problem.limits,
        files=tuple(files),
        exchanges=tuple(Exchange(name, _message(question), reply_bytes) for name, question in questions),
        label="author",
        trusted=True,
    )


def make_job(problem: Problem, sets: tuple[str, ...], seed: str) -> Job:
    """Make the tests of the sets."""
    questions: list[tuple[str, dict[str, Any]]] = [
        (which, {"do": "make", "which": which, "seed": seed}) for which in sets
    ]
    return _author_job(problem, questions, MADE_BYTES)


def check_job(problem: Problem, answered: list[tuple[Asked, list[bytes | None]]]) -> Job:
    """Check what came back for each set, in the order of its tests. The bytes travel as they came: they are
    the candidate's, and first read where they can spoil nothing."""
    questions: list[tuple[str, dict[str, Any]]] = [
        (asked.which, {"do": "check", "which": asked.which, "seed": asked.seed, "answers": [
            None if one is None else base64.b64encode(one).decode() for one in answers
        ]})
        for asked, answers in answered
    ]  # fmt: skip
    return _author_job(problem, questions, CHECKED_BYTES)


def tests_in(result: Result, which: str) -> tuple[Test, ...] | None:
    """The tests of a set that the author's container made; None when it did not."""
    content = next((reply.content for reply in result.replies if reply.name == which), b"")
    try:
        found = TESTS.validate_json(content)
    except ValidationError:
        return None
    return tuple(found) if 0 < len(found) <= MOST_TESTS else None


def group_fault(groups: Collection[str], sets: Sequence[Asked]) -> Text | None:
    """What is wrong with the groups that the tests name, None when nothing is: samples and no others are of
    the group that is shown, every group that is named is in ``groups``, and of hidden tests none is left
    out."""
    named = {asked.which: {test.group for test in asked.tests} for asked in sets}
    samples, hidden = named[SAMPLE_SET], named.get(HIDDEN_SET)
    if strays := sorted(samples - {SHOWN}):
        return Text(
            f"public/{SAMPLES} 中测试的分组应为 {SHOWN}，不能是 {strays[0]!r}",
            f"public/{SAMPLES}: a test is of the group {strays[0]!r}; there all are of {SHOWN}",
        )
    if hidden is None:
        return None
    if strays := sorted(hidden - (set(groups) - {SHOWN})):
        return Text(
            f"{CASES} 中有测试的分组 {strays[0]!r} 不是 function.groups 中的隐藏分组",
            f"{CASES}: a test is of the group {strays[0]!r}, which is no hidden one of function.groups",
        )
    if empty := sorted(set(groups) - {SHOWN} - hidden):
        return Text(
            f"{CASES} 中没有分组 {empty[0]!r} 的测试", f"{CASES}: no test is of the group {empty[0]!r}"
        )
    return None


def asked_of(which: str, seed: str, tests: tuple[Test, ...], order_seed: bytes) -> Asked:
    """Put the tests into the order of this submission."""
    order = list(range(len(tests)))
    if which == HIDDEN_SET:
        random.Random(hmac.digest(order_seed, b"order", "sha256")).shuffle(order)  # noqa: S311 - no secret of ours
    return Asked(which, seed, tests, tuple(order))


def candidate_job(task: Task, sets: tuple[Asked, ...], typed: str = "") -> Job:
    """The candidate's file and every test of the sets, samples first: what is printed later is not shown."""
    most = min(REPLY_BYTES, REPLIES_BYTES // sum(len(asked.tests) for asked in sets))
    exchanges = [one for asked in sets for one in _exchanges(asked, most)]
    if typed.strip():
        exchanges.append(
            Exchange(TYPED, _message({"do": TYPED, "text": typed, "seed": 0}), TYPED_BYTES, hidden=False)
        )
    files = (*(File(file.name, file.read_bytes()) for file in _inside("harness.py", "wire.py")),)
    return Job(
        image=params_of(task.problem).image,
        argv=(*ARGV, "/box/harness.py"),
        limits=task.problem.limits,
        files=(*files, File("solution.py", task.source)),
        exchanges=tuple(exchanges),
        label=task.label,
    )


def _exchanges(asked: Asked, reply_bytes: int) -> list[Exchange]:
    found = []
    for name, place in zip(asked.names(), asked.order, strict=True):
        test = asked.tests[place]
        message = _message({"do": "run", "steps": test.steps, "seed": place, "mebibytes": test.mebibytes})
        one = Exchange(
            name,
            message,
            reply_bytes,
            hidden=asked.which != SAMPLE_SET,
            cpu_seconds=test.seconds,
            wall_seconds=max(WALL_LEAST, WALL_PER_CPU * test.seconds),
        )
        found.append(one)
    return found


def _inside(*names: str) -> list[Path]:
    return [INSIDE / name for name in names]


def _message(question: dict[str, Any]) -> bytes:
    return json.dumps(question, separators=(",", ":")).encode()
