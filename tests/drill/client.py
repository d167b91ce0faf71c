"""The candidates of the drill: threads that post programs over HTTP, and again while the site is down."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue

import requests

from tests.drill.package import SLUG, Program
from tests.site_process import Site

POST_SECONDS = 12.0
AGAIN_AFTER = 0.5
CREATED = 201


@dataclass
class Record:
    """What the candidates were told: the ids that they got, and how often a post failed, by reason."""

    acknowledged: list[int] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)

    @property
    def failures(self) -> int:
        """Posts without an id in return. The site may have stored some of them all the same."""
        return sum(self.failed.values())


class Client:
    """One signed-in candidate."""

    def __init__(self, site: Site, record: Record) -> None:
        self._site, self._record = site, record
        self._session: requests.Session | None = None

    def post(self, program: Program) -> int:
        """Post until the site gives an id; return it."""
        while True:
            try:
                reply = self.offer(program)
            except requests.RequestException as problem:
                self._record.failed[type(problem).__name__] += 1
            else:
                if reply.status_code == CREATED:
                    number = int(reply.json()["id"])
                    self._record.acknowledged.append(number)
                    return number
                self._record.failed[f"HTTP {reply.status_code}"] += 1
            time.sleep(AGAIN_AFTER)

    def offer(self, program: Program) -> requests.Response:
        """Post once.

        Raises:
            RequestException: no answer came.
        """
        return self._signed_in().post(
            f"{self._site.url}/api/v1/submissions/",
            json={"problem": SLUG, "source": program.source},
            headers={"X-CSRFToken": self._signed_in().cookies["csrftoken"]},
            timeout=POST_SECONDS,
        )

    def _signed_in(self) -> requests.Session:
        if self._session is None:
            session, address = requests.Session(), f"{self._site.url}/accounts/login/"
            session.get(address, timeout=POST_SECONDS).raise_for_status()
            form = credentials(self._site) | {"csrfmiddlewaretoken": session.cookies["csrftoken"]}
            session.post(address, data=form, timeout=POST_SECONDS).raise_for_status()
            self._session = session
        return self._session


def credentials(site: Site) -> dict[str, str]:
    """Name and password of the site's demo candidate."""
    accounts = json.loads((site.home / "secrets" / "demo_accounts.json").read_text("utf-8"))
    (mine,) = [one for one in accounts if one["role"] == "candidate"]
    return {"login": mine["username"], "password": mine["password"]}


class Load:
    """Posts ``work`` by several threads, as long as ``room`` says that the queue may grow."""

    def __init__(
        self, site: Site, work: Iterable[Program], room: Callable[[], bool], threads: int = 3
    ) -> None:
        self.record = Record()
        self._work: SimpleQueue[Program] = SimpleQueue()
        for program in work:
            self._work.put(program)
        self._room = room
        self._threads = [
            threading.Thread(target=self._run, args=(site,), daemon=True) for _ in range(threads)
        ]

    def start(self) -> None:
        """Begin to post."""
        for thread in self._threads:
            thread.start()

    @property
    def done(self) -> bool:
        """Whether everything was posted."""
        return not any(thread.is_alive() for thread in self._threads)

    def _run(self, site: Site) -> None:
        client = Client(site, self.record)
        while True:
            try:
                program = self._work.get_nowait()
            except Empty:
                return
            while not self._room():
                time.sleep(AGAIN_AFTER)
            client.post(program)
