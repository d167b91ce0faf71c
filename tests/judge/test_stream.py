"""Server-sent events: who follows a submission is told of its changes, and holds nothing that is scarce."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.db import DatabaseError, connection, connections
from django.http import HttpResponseBase
from django.test import AsyncRequestFactory

from accounts.models import User
from judge import services, stream
from judge.models import Submission
from judge.states import State
from questions.models import ProblemVersion
from tests.conftest import MakeUser
from tests.loops import run_apart

WATCHERS = 100
CHANGED = b"event: changed\ndata:\n\n"


async def events_of(pk: int) -> list[bytes]:
    """All that a page is told, in a request of its own."""
    async with ThreadSensitiveContext():
        return [part async for part in stream._events(pk)]


def test_many_streams_share_few_threads_and_so_few_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []

    def mark(_pk: int) -> stream.Mark:
        looked.append(threading.get_ident())
        return (State.DONE,)

    async def follow() -> list[list[bytes]]:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(4))
        return await asyncio.gather(*(events_of(number) for number in range(WATCHERS)))

    monkeypatch.setattr(stream, "_mark", mark)
    assert run_apart(follow()) == [[CHANGED]] * WATCHERS
    assert (len(looked), len(set(looked)) <= 4) == (WATCHERS, True)


@pytest.mark.django_db(transaction=True)
def test_a_stream_ends_with_the_verdict_and_leaves_no_connection_open(
    make_user: MakeUser, fake_version: ProblemVersion
) -> None:
    row = services.submit(make_user(), fake_version, "x")

    async def follow() -> tuple[int, list[bytes], bool]:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
        async with ThreadSensitiveContext():
            answer = await asked(row.author, row)
            open_still = await sync_to_async(lambda: connection.connection is not None)()
            found: list[bytes] = []
            async for part in answer:  # type: ignore[attr-defined]
                found.append(part)
                await asyncio.to_thread(cancel, row)
            await asyncio.to_thread(connections.close_all)
            return answer.status_code, found, open_still

    assert run_apart(follow()) == (200, [CHANGED] * 2, False)


async def asked(user: User, row: Submission) -> HttpResponseBase:
    """The answer to the user's page."""
    request = AsyncRequestFactory().get(f"/submissions/{row.pk}/stream/")
    request.user = user

    async def auser() -> User:
        return user

    request.auser = auser
    return await stream.submission_stream(request, row.pk)


def cancel(row: Submission) -> None:
    try:
        services.cancel(row)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_broken_connection_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> Submission:
        raise DatabaseError("gone")

    monkeypatch.setattr(Submission.objects, "get", broken)
    connection.ensure_connection()
    with pytest.raises(DatabaseError):
        stream._mark(1)
    assert connection.connection is None
