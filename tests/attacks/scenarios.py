"""Attacks that take more than one submission, or none: floods, cancels, races, pairs, requests made by hand.

Each is a function of the range that returns its evidence in a few words and fails by an assertion.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.attacks import evidence
from tests.attacks.client import Client
from tests.attacks.door import knocks_at_the_door, sends_blank_lines
from tests.attacks.ground import ACTIVE, BROKEN, PER_HOUR, damage_reference
from tests.attacks.programs import RANGE, REFERENCE, SUCCEEDED, assembled
from tests.attacks.range import DEADLINES, Range
from tests.attacks.reading import told, what_counts

Scenario = Callable[[Range], str]

HERE = Path(__file__).parent
FLOOD = 1000
SLEEPER = "import time\ntime.sleep(600)\n"
UNFINISHED = "SELECT count(*) FROM judge_submission WHERE author_id = ? AND state != 'done'"
VERDICTS = "SELECT code FROM judge_verdict WHERE submission_id = ?"


def sends_a_thousand(field: Range) -> str:
    """A thousand submissions at once, each cancelled to make room for the next: both quotas hold."""
    client = field.client("demo-interviewer")
    answers: Counter[str] = Counter()
    for _ in range(FLOOD):
        answer = client.try_submit(RANGE, "raise SystemExit\n")
        if answer.status_code == 201:
            answers["taken"] += 1
            client.cancel(answer.json()["id"])
        else:
            assert answer.status_code == 400, answer.text
            answers[answer.json()["code"]] += 1
    assert answers["taken"] == PER_HOUR, answers
    assert answers["too_many_this_hour"] >= FLOOD - PER_HOUR - answers["too_many_active"], answers
    return ", ".join(f"{count} {word}" for word, count in answers.items())


def sends_many_at_the_same_instant(field: Range) -> str:
    """Twelve threads with sessions of their own submit at once: as many as may be active are taken."""
    clients = [field.client("demo-admin") for _ in range(12)]

    def one(client: Client) -> int:
        answer = client.try_submit(RANGE, SLEEPER)
        return int(answer.json()["id"]) if answer.status_code == 201 else 0

    with ThreadPoolExecutor(len(clients)) as pool:
        taken = [number for number in pool.map(one, clients) if number]
    for number in taken:
        clients[0].cancel(number)
    bodies = [clients[0].wait(number, DEADLINES[RANGE]) for number in taken]
    assert len(taken) == ACTIVE, taken
    assert {body["verdict"]["verdict"] for body in bodies} == {"cancelled"}, bodies
    return f"{len(taken)} of 12 taken"


def sends_the_same_twice(field: Range) -> str:
    """The same code twice at the same instant: two submissions, each with one verdict, both the same."""
    source = REFERENCE.read_text(encoding="utf-8")
    clients = [field.client("demo-candidate"), field.client("demo-candidate")]
    with ThreadPoolExecutor(2) as pool:
        numbers = list(pool.map(lambda client: client.submit(RANGE, source), clients))
    bodies = [field.attacker.wait(number, DEADLINES[RANGE]) for number in numbers]
    assert len(set(numbers)) == 2, numbers
    assert {what_counts(body) for body in bodies} == {what_counts(field.baselines[REFERENCE])}, bodies
    assert [field.site.rows(VERDICTS, number) for number in numbers] == [[("accepted",)]] * 2
    return "two verdicts"


def cancels_in_the_middle(field: Range) -> str:
    """Cancelled while it runs, three times over: one verdict, soon, and the container is gone."""
    number = field.attacker.submit(RANGE, SLEEPER)
    state = "SELECT state FROM judge_submission WHERE id = ?"
    field.site.wait(lambda: field.site.rows(state, number) == [("running",)], 20)
    started = time.monotonic()
    for _ in range(3):
        assert field.attacker.cancel(number).status_code == 200
    body = field.attacker.wait(number, DEADLINES[RANGE])
    took = time.monotonic() - started
    assert field.attacker.cancel(number).status_code == 200
    assert (body["verdict"]["verdict"], field.site.rows(VERDICTS, number)) == ("cancelled", [("cancelled",)])
    assert took < 4, took
    return f"cancelled in {took:.1f} s"


def exchanges_a_bit(field: Range) -> str:
    """Two submissions that run at once, one holding up a bit by files, segments, locks and sockets."""
    return _pair(field, "sends", "receives")


def exchanges_a_bit_by_counters(field: Range) -> str:
    """Two submissions that run at once, one moving counters of the kernel's that the other can read."""
    return _pair(field, "opens_terminals", "counts_terminals")


def exchanges_a_bit_by_locks(field: Range) -> str:
    """Two submissions that run at once, one holding a lock that the kernel lists for the other."""
    return _pair(field, "holds_a_lock", "lists_locks")


def _pair(field: Range, *names: str) -> str:
    texts = [assembled((HERE / "pairs" / f"{name}.py").read_text(encoding="utf-8")) for name in names]
    numbers = [field.attacker.submit(RANGE, text) for text in texts]
    bodies = [field.attacker.wait(number, DEADLINES[RANGE]) for number in numbers]
    (start, end), (other_start, other_end) = [
        (body["verdict"]["timing"]["process_started"], body["verdict"]["timing"]["process_ended"])
        for body in bodies
    ]
    assert min(end, other_end) - max(start, other_start) > 1, "they did not run at the same time"
    assert SUCCEEDED not in field.attacker.seen(bodies[1]).all, told(bodies[1])
    assert {what_counts(body) for body in bodies} == {what_counts(field.baselines[REFERENCE])}, bodies
    return f"at the same time; {told(bodies[1])}"


def looks_at_others(field: Range) -> str:
    """Reads, cancels and lists what is somebody else's, signed in, signed out and without a token."""
    number = field.neighbour.submit(RANGE, REFERENCE.read_text(encoding="utf-8"))
    path = f"submissions/{number}/"
    asked = [
        field.attacker.get(f"{start}{path}{end}").status_code for start in ("", "api/v1/") for end in ("",)
    ]
    asked += [field.attacker.get(f"{path}{end}").status_code for end in ("status/", "curve.csv")]
    asked += [
        field.attacker.get(f"api/v1/{path}curve/").status_code,
        field.attacker.cancel(number).status_code,
    ]
    listed = field.attacker.get("api/v1/submissions/").json()["results"]
    own = field.attacker.http
    token, own.headers["X-CSRFToken"] = field.attacker.token, ""
    bare = own.post(
        f"{field.site.url}/api/v1/submissions/", json={"problem": RANGE, "source": "x"}, timeout=30
    )
    del own.headers["X-CSRFToken"]
    body = field.neighbour.wait(number, DEADLINES[RANGE])
    assert token
    assert asked == [404] * len(asked), asked
    assert number not in {row["id"] for row in listed}
    assert bare.status_code == 403, bare.text
    assert body["verdict"]["verdict"] == "accepted", body
    return f"{len(asked)} times 404, once 403"


def breaks_the_reference(field: Range) -> str:
    """Our own reference is damaged: a judge error, the problem paused, nothing counted against anybody."""
    number = field.neighbour.submit(BROKEN, REFERENCE.read_text(encoding="utf-8"))
    assert field.neighbour.wait(number, DEADLINES[RANGE])["verdict"]["verdict"] == "accepted"
    damage_reference(field.site, BROKEN)
    number = field.attacker.submit(BROKEN, REFERENCE.read_text(encoding="utf-8"))
    body = field.attacker.wait(number, DEADLINES[RANGE])
    refused = field.attacker.try_submit(BROKEN, REFERENCE.read_text(encoding="utf-8"))
    assert body["verdict"]["verdict"] == "judge_error", body
    assert "does not count" in body["verdict"]["summary"]["en"]
    assert refused.json()["code"] == "paused", refused.text
    assert field.site.rows(VERDICTS, number) == [("judge_error",)]
    assert evidence.ledger(field.site).check == "ok"
    return str(body["verdict"]["summary"]["en"])


SCENARIOS: tuple[Scenario, ...] = (
    cancels_in_the_middle,
    sends_the_same_twice,
    sends_many_at_the_same_instant,
    exchanges_a_bit,
    exchanges_a_bit_by_counters,
    exchanges_a_bit_by_locks,
    looks_at_others,
    knocks_at_the_door,
    sends_blank_lines,
    breaks_the_reference,
    sends_a_thousand,
)

HOLES: dict[str, str] = {}
"""Scenarios that go otherwise today, and why."""
