"""Replies are read with care: they may be any bytes of any length."""

from __future__ import annotations

import tracemalloc

import pytest

from runners.ngram_lm.replies import ANSWERS_BYTES, FAILURE_BYTES, answers_in, failure_of
from sandbox.job import Reply


def reply(content: bytes) -> Reply:
    return Reply("sample", content, 0.0, 0.0)


def test_long_failure_is_garbled_without_being_parsed() -> None:
    content = b"\1" + b"[" + b"{}," * 3_000_000 + b"{}]"
    tracemalloc.start()
    found = failure_of(reply(content))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found is not None
    assert (found.kind, peak < 2 * len(content)) == ("garbled", True)


def test_failure_of_the_longest_length_is_read() -> None:
    short = b'{"missing": "distribution"}'
    kinds = [failure_of(reply(b"\1" + short.ljust(size))) for size in (FAILURE_BYTES, FAILURE_BYTES + 1)]
    assert [found and found.kind for found in kinds] == ["missing", "garbled"]


@pytest.mark.parametrize(("size", "answers"), [(ANSWERS_BYTES, [None]), (ANSWERS_BYTES + 1, [])])
def test_answers_over_the_cap_are_not_read(size: int, answers: list[object]) -> None:
    assert answers_in(reply(b"\0" + b"[null]".ljust(size))) == answers
