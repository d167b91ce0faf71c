"""The embedded broker: what is no message, or no folder, ends nobody who reads it."""

from __future__ import annotations

import base64
import json
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection
from kombu.simple import SimpleQueue
from kombu.transport.virtual import BrokerState

from judge.folder_queue import Transport


@pytest.fixture
def messages(tmp_path: Path) -> Path:
    folder = tmp_path / "messages"
    folder.mkdir()
    return folder


@contextmanager
def connected(messages: Path) -> Iterator[Connection]:
    options = {
        "data_folder_in": str(messages),
        "data_folder_out": str(messages),
        "control_folder": str(messages.parent / "control"),
        "polling_interval": 0.02,
    }
    transport = "judge.folder_queue:Transport"
    with Connection("filesystem://", transport=transport, transport_options=options) as connection:
        yield connection


@pytest.fixture
def queue(messages: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleQueue]:
    monkeypatch.setattr(Transport, "global_state", BrokerState())  # that of a process which has just started
    with connected(messages) as connection:
        yield connection.SimpleQueue("cpu", no_ack=True)


def test_message_comes_out_as_it_went_in(queue: SimpleQueue) -> None:
    queue.put([17])
    assert queue.get(timeout=1).payload == [17]


@pytest.mark.parametrize("torn", [b"", b'{"body": "W1s', b"\xff\xfe"])
def test_torn_message_is_dropped_and_the_next_one_read(
    queue: SimpleQueue, messages: Path, torn: bytes
) -> None:
    (messages / f"{0:020}_torn.cpu.msg").write_bytes(torn)
    queue.put([17])
    assert queue.get(timeout=1).payload == [17]
    assert list(messages.iterdir()) == []


def test_no_message_is_read_before_it_is_whole(queue: SimpleQueue, messages: Path) -> None:
    """A reader that looks all the time finds every message, in the order in which they were sent."""
    with connected(messages) as other, ThreadPoolExecutor(1) as pool:
        reader = other.channel()
        sending = pool.submit(lambda: [queue.put([number]) for number in range(1000)])
        found: list[Any] = []
        deadline = time.monotonic() + 30
        while len(found) < 1000 and time.monotonic() < deadline:
            with suppress(Empty):
                found.append(json.loads(base64.b64decode(reader._get("cpu")["body"]))[0])
        sending.result()
    assert found == list(range(1000))
    assert list(messages.iterdir()) == []


def test_folder_that_is_away_holds_no_message_until_it_is_back(queue: SimpleQueue, messages: Path) -> None:
    queue.put([17])
    messages.rename(messages.with_name("away"))
    with pytest.raises(Empty):
        queue.get(timeout=0.1)
    messages.with_name("away").rename(messages)
    assert queue.get(timeout=1).payload == [17]


def test_queue_whose_folders_were_removed_goes_on(queue: SimpleQueue, messages: Path) -> None:
    queue.put([17])
    shutil.rmtree(messages)
    shutil.rmtree(messages.parent / "control")
    queue.put([18])
    assert queue.get(timeout=1).payload == [18]


def test_torn_table_of_bindings_is_written_anew(messages: Path, request: pytest.FixtureRequest) -> None:
    table = messages.parent / "control" / "cpu.exchange"
    table.parent.mkdir()
    table.write_bytes(b'[["cp')
    queue: SimpleQueue = request.getfixturevalue("queue")
    queue.put([17])
    assert queue.get(timeout=1).payload == [17]
    assert table.read_bytes() == b'[["cpu", "", "cpu"]]'
