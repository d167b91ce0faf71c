"""The embedded broker: kombu's folder of messages, but one that may be full, torn or taken away.

As kombu has it, a message may be read while it is being written, one that a full disk left half-written ends
the worker that reads it, and once the folder was removed nothing arrives any more until every process was
restarted. Here a message appears whole or not at all, and the rest is no more than a message lost: ids are
announced again, since the database row is the truth.
"""

from __future__ import annotations

import logging
import time
from pathlib import Path
from queue import Empty
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps

log = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """See ``kombu.transport.filesystem.Channel``."""

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """The next message of the queue.

        Raises:
            Empty: there is none that can be read.
        """
        try:
            return super()._get(queue)
        except FileNotFoundError as reason:
            raise Empty from reason
        except (ValueError, ChannelError) as reason:
            log.warning("a message of the queue %s is not readable and was dropped: %s", queue, reason)
            raise Empty from reason

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        folder = Path(self.data_folder_out)
        folder.mkdir(parents=True, exist_ok=True)
        # Read in the order of their names: so many digits that they sort as numbers.
        path = folder / f"{time.monotonic_ns():020}_{uuid4()}.{queue}.msg"
        unfinished = path.with_name(f"{path.name}.part")  # a name that no reader takes
        try:
            unfinished.write_bytes(str_to_bytes(dumps(payload)))
            unfinished.replace(path)
        except OSError as reason:
            unfinished.unlink(missing_ok=True)
            raise ChannelError(f"{path} cannot be written: {reason}") from reason

    def get_table(self, exchange: str) -> list[Any]:
        """Which queues the exchange feeds: what all processes declared, else what this one did itself."""
        try:
            shared = super().get_table(exchange)
        except ValueError:
            shared = []
        mine = (self.state.exchanges or {}).get(exchange, {}).get("table", [])
        return shared or [filesystem.exchange_queue_t(*binding) for binding in mine]

    def _queue_bind(self, exchange: str, *binding: Any) -> None:
        Path(self.control_folder).mkdir(parents=True, exist_ok=True)
        try:
            super()._queue_bind(exchange, *binding)
        except ValueError:
            (Path(self.control_folder) / f"{exchange}.exchange").unlink(missing_ok=True)
            super()._queue_bind(exchange, *binding)


class Transport(filesystem.Transport):
    """What ``CELERY_BROKER_TRANSPORT`` names."""

    Channel = Channel
