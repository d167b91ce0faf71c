"""Long answers under ASGI: no part is made before the one before it was sent."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from django.http import StreamingHttpResponse

from judge.stepwise import StepwiseFile, StepwiseResponse
from tests.loops import run_apart


def sent(answer: StreamingHttpResponse, parts: int) -> list[bytes]:
    """The first so many parts, as an ASGI server asks for them."""

    async def ask() -> list[bytes]:
        found: list[bytes] = []
        async for part in answer:
            found.append(part)
            if len(found) == parts:
                break
        return found

    return run_apart(ask())


def test_parts_are_made_when_they_are_due() -> None:
    made: list[int] = []

    def count() -> Iterator[str]:
        for number in range(1000):
            made.append(number)
            yield f"{number}\n"

    assert sent(StepwiseResponse(count()), 2) == [b"0\n", b"1\n"]
    assert made == [0, 1]


def test_a_file_is_read_while_it_is_sent() -> None:
    file = BytesIO(b"x" * 100_000)
    answer = StepwiseFile(file, as_attachment=True, filename="x.zip")
    assert (answer["Content-Length"], len(sent(answer, 2))) == ("100000", 2)
    assert file.tell() == 2 * answer.block_size


def test_all_of_it_comes_either_way() -> None:
    assert sent(StepwiseFile(BytesIO(b"x" * 10_000)), 0) == [b"x" * 4096, b"x" * 4096, b"x" * 1808]
    assert list(StepwiseResponse(["a", "b"])) == sent(StepwiseResponse(["a", "b"]), 0) == [b"a", b"b"]
