"""Long answers that an ASGI server sends bit by bit. Django by itself would read one whole before it sends
any of it: a kit, which may hold a model, or a file of everything that somebody sent in.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.http import FileResponse, StreamingHttpResponse


class StepwiseResponse(StreamingHttpResponse):
    """Of parts that are made one after the other; each is asked for when the one before it was sent."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        parts = iter(self)

        def following() -> bytes | None:
            return next(parts, None)

        while (part := await sync_to_async(following)()) is not None:
            yield part


class StepwiseFile(StepwiseResponse, FileResponse):
    """Of a file."""
