"""The range: a whole site with secrets planted in it, where one attack after another is judged.

After every attack the host, the database and the next honest submission are looked at: see ``Shot.faults``.
"""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.attacks import evidence, ground
from tests.attacks.client import Client, passwords
from tests.attacks.programs import (
    HALF,
    HONEST,
    RANGE,
    REFERENCE,
    SUCCEEDED,
    TUNING,
    Program,
)
from tests.attacks.reading import Body, told, what_counts
from tests.site_process import Site

DEADLINES = {RANGE: 6.0 + 15.0, TUNING: 120.0}  # the wall limit and the judge's own patience; scoring, too
CLEAN_SECONDS = 5.0
WARM_UP = 5


@dataclass(frozen=True, slots=True)
class Shot:
    """What one attack got. ``faults`` is empty when everything is as it must be."""

    name: str
    expected: str
    got: str
    score: float
    evidence: str
    seconds: float
    faults: tuple[str, ...]


@dataclass
class Range(AbstractContextManager["Range"]):
    """A site below ``home``, up and proved. ``say`` is told what happens."""

    home: Path
    say: Callable[[str], None] = lambda line: None
    normal: float = 0.0
    baselines: dict[Path, Body] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self.home.mkdir(parents=True, exist_ok=True)
        ground.plant(self.home)
        self.site = Site(self.home / "site", more=ground.settings(self.home))
        try:
            self._open()
        except BaseException:
            self.site.__exit__()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self.site.stop() == 0
        assert (self.site.processes(), self.site.containers()) == ([], [])

    def _open(self) -> None:
        self.site.start()
        self.site.wait_until_ready()
        self.site.wait(self._published, 300)
        self.say("the site is up, its references are made")
        self.passwords = passwords(self.site.home)
        self.attacker, self.neighbour = self.client("demo-candidate"), self.client("demo-author")
        self.secrets = ground.secrets_of(self.site) | self.passwords
        took = [self._honest(f"# {ground.WORD} {number}\n")[1] for number in range(WARM_UP)]
        self.normal = statistics.median(took)
        self.baselines = {path: self._baseline(path) for path in (REFERENCE, HALF)}
        self.waiting = sum(evidence.containers(self.site).values())
        self.say(f"an honest submission takes {self.normal:.2f} s")
        kept = ("secrets", "data", "packages")
        self._folders = [self.home / "planted", *(self.site.home / name for name in kept)]
        self._host = evidence.host(self._folders)

    def _published(self) -> bool:
        return self.site.rows("SELECT count(*) FROM questions_problemversion WHERE published") == [(3,)]

    def client(self, username: str) -> Client:
        """A new session of a demo account."""
        return Client(self.site.url, username, self.passwords[username])

    def _honest(self, comment: str = "") -> tuple[Body, float]:
        """Judge the honest program as another candidate; return it and the seconds that it took."""
        started = time.monotonic()
        number = self.neighbour.submit(RANGE, comment + REFERENCE.read_text(encoding="utf-8"))
        body = self.neighbour.wait(number, DEADLINES[RANGE])
        return body, time.monotonic() - started

    def _baseline(self, path: Path) -> Body:
        number = self.neighbour.submit(RANGE, path.read_text(encoding="utf-8"))
        body = self.neighbour.wait(number, DEADLINES[RANGE])
        assert body["verdict"] is not None, body
        return body

    def fire(self, program: Program) -> Shot:
        """Judge one attack and look at what it left."""
        before = evidence.ledger(self.site)
        started = time.monotonic()
        number = self.attacker.submit(program.slug, program.source)
        body = self.attacker.wait(number, DEADLINES[program.slug])
        seconds = time.monotonic() - started
        verdict = body["verdict"]
        faults = self.judged(program, body) if verdict else [f"no verdict after {seconds:.0f} s"]
        faults += evidence.changed(before, evidence.ledger(self.site), number)
        faults += self.aftermath()
        shot = Shot(
            name=program.name,
            expected=" or ".join(program.expected),
            got=verdict["verdict"] if verdict else body["state"],
            score=verdict["score"] if verdict else 0.0,
            evidence=told(body),
            seconds=seconds,
            faults=tuple(faults),
        )
        self._explain(faults)
        self.say(f"{shot.name}: {shot.got} in {shot.seconds:.1f} s{''.join(f'; {one}' for one in faults)}")
        return shot

    def judged(self, program: Program, body: Body) -> list[str]:
        """What is wrong with the verdict, and with what the candidate can see of it."""
        wrong = [] if self._as_expected(program, body) else [f"got {what_counts(body)}"]
        seen = self.attacker.seen(body)
        wrong += [f"it shows {name}" for name, secret in self.secrets.items() if secret in seen.all]
        wrong += [f"it shows {text}" for text in (SUCCEEDED, *program.hidden) if re.search(text, seen.all)]
        wrong += [f"it does not show {text}" for text in program.shown if not re.search(text, seen.all)]
        return wrong + seen.dangers()

    def _as_expected(self, program: Program, body: Body) -> bool:
        like = self.baselines[program.baseline]
        if HONEST in program.expected and what_counts(body) == what_counts(like):
            return True
        return body["verdict"]["verdict"] in program.expected

    def aftermath(self) -> list[str]:
        """What was left behind or changed on the host, and what became of the next submission."""
        deadline = time.monotonic() + CLEAN_SECONDS
        while (left := evidence.left(self.site, self.waiting)) and time.monotonic() < deadline:
            time.sleep(0.05)
        wrong = [f"{one} is left" for one in left]
        now = evidence.host(self._folders)
        if now != self._host:
            wrong.append(f"the host was changed: {difference(self._host, now)}")
            self._host = now
        return wrong + self.canary()

    def play(self, scenario: Callable[[Range], str]) -> Shot:
        """Play an attack of several submissions and look at what it left."""
        started, told_of, faults = time.monotonic(), "", []
        try:
            told_of = scenario(self)
        except Exception as problem:  # whatever broke in one of them, the others are played
            faults.append(f"{type(problem).__name__}: {problem}"[:500])
        seconds = time.monotonic() - started
        faults += self.aftermath()
        self._explain(faults)
        expected = (scenario.__doc__ or "").strip()
        got = "otherwise" if faults else "so it was"
        return Shot(scenario.__name__, expected, got, 0.0, told_of, seconds, tuple(faults))

    def _explain(self, faults: list[str]) -> None:
        """Show what the worker wrote last: the site will be gone when somebody reads of the faults."""
        if faults:
            log = (self.site.home / "logs" / "worker.log").read_text(encoding="utf-8", errors="replace")
            self.say("the worker's log ends with\n" + "\n".join(log.splitlines()[-20:]))

    def canary(self) -> list[str]:
        """What is wrong with the next honest submission."""
        body, seconds = self._honest()
        wrong = []
        if not body["verdict"] or what_counts(body) != what_counts(self.baselines[REFERENCE]):
            wrong.append(f"the next honest submission got {what_counts(body)}")
        if seconds > 3 * self.normal + 1:
            wrong.append(f"the next honest submission took {seconds:.1f} s")
        return wrong


def difference(before: evidence.Host, after: evidence.Host) -> str:
    """Which files differ, and what else."""
    files = sorted(set(before.files.items()) ^ set(after.files.items()))
    names = sorted({name for name, _ in files})
    alike = replace(after, files=before.files) == before
    return ", ".join(names) + ("" if alike else "; Docker's volumes or networks")
