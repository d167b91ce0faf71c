"""Server-sent events, where the server is ASGI: a submission's page is told at once that something changed.

An event carries nothing: it makes the page ask, as it does by itself every few seconds, so a lost event loses
nothing and the answer is written in one place. A stream lasts for minutes and holds no connection to the
database: all of a process look by its few threads, each of which has one.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from http import HTTPStatus

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from judge import selectors
from judge.models import Submission
from judge.states import State
from judge.views import visible_submission

EVERY = 0.25
QUIET_SECONDS = 15.0  # then a comment: proxies close what is silent
LONGEST_SECONDS = 300.0  # the browser connects again, and its right to look is asked anew
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

Mark = tuple[object, ...]


@require_safe
async def submission_stream(request: HttpRequest, pk: int) -> HttpResponseBase:
    """An event ``changed`` whenever the page would show something else, until there is a verdict."""
    if not isinstance(request, ASGIRequest):  # under WSGI it would hold a thread for minutes
        raise Http404
    if not (await request.auser()).is_authenticated:
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    await sync_to_async(_check)(request, pk)
    return StreamingHttpResponse(_events(pk), content_type="text/event-stream", headers=HEADERS)


def _check(request: HttpRequest, pk: int) -> None:
    """404 where the submission may not be seen. The thread is this request's own, and its connection would
    stay open as long as the stream."""
    try:
        visible_submission(request, pk)
    finally:
        connection.close()


async def _events(pk: int) -> AsyncIterator[bytes]:
    last: Mark = ()
    started = spoken = time.monotonic()
    while (now := time.monotonic()) - started < LONGEST_SECONDS:
        mark = await sync_to_async(_mark, thread_sensitive=False)(pk)
        if mark != last or now - spoken > QUIET_SECONDS:
            yield b":\n\n" if mark == last else b"event: changed\ndata:\n\n"
            last, spoken = mark, now
        if mark[0] == State.DONE:
            return
        await asyncio.sleep(EVERY)


def _mark(pk: int) -> Mark:
    """What the page shows, as far as it can change."""
    try:
        row = Submission.objects.get(pk=pk)
        curve = selectors.curve_of(row)
        return row.state, row.attempt, selectors.queue_place(row), curve.reported if curve else 0
    except DatabaseError:
        connection.close()  # no request begins in this thread, which would see that it is broken
        raise
