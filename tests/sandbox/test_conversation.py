"""The conversation takes only what may come now, and never more than was allowed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.conversation import Conversation, Greeting
from sandbox.job import Artifact, Breach, Event, Exchange, File, Job, Limits, Outcome, Point
from sandbox.supervisor import frames
from sandbox.supervisor.frames import frame, head

LIMITS = Limits(1.0, 2.0, 64 << 20, output_bytes=10)
JOB = Job(
    image="base",
    argv=("true",),
    limits=LIMITS,
    files=(File("a.py", b"pass"),),
    exchanges=(Exchange("one", b"1", 4, hidden=False), Exchange("two", b"22", 4)),
    artifacts=(Artifact("out", 5),),
    max_points=2,
)
FACTS: dict[str, Any] = {
    "protocol": frames.PROTOCOL,
    "cgroup": 1,
    "memory_bytes": 1,
    "processes": 1,
    "cpus": 1.0,
    "counts_cpu": True,
    "seccomp": True,
    "no_new_privileges": True,
    "capabilities": 0,
    "interfaces": [],
    "read_only_root": True,
    "open_calls": [],
    "idle_bytes": 1 << 20,
}
REPORT: dict[str, Any] = {
    "outcome": "ok",
    "reason": "",
    "breach": None,
    "during": None,
    "exit_code": 0,
    "signal": None,
    "cpu_seconds": 0.5,
    "wall_seconds": 1.5,
    "peak_memory_bytes": 1000,
    "output_bytes": 2,
}
STARTED, ENDED = head(frames.STARTED, 0), head(frames.ENDED, 0)


def answered(index: int) -> bytes:
    return frame(frames.ANSWERED, {"index": index, "cpu_seconds": 0.1, "wall_seconds": 0.2})


def point(step: object = 1, **values: object) -> bytes:
    return frame(frames.POINT, {"step": step, "values": values})


def chunk(kind: int, payload: bytes) -> bytes:
    return head(kind, len(payload)) + payload


def begun() -> tuple[Conversation, list[Event]]:
    events: list[Event] = []
    return Conversation(JOB, 1.0, events.append), events


def sent(conversation: Conversation) -> list[tuple[int, bytes]]:
    """Return what the conversation wants sent, and take it as sent."""
    data = b"".join(conversation.outgoing)
    conversation.outgoing.clear()
    return list(frames.FrameReader(frames.TO_SUPERVISOR).feed(data))


def test_next_message_is_sent_only_after_the_answer() -> None:
    conversation, _ = begun()
    assert [kind for kind, _ in sent(conversation)] == [frames.JOB, frames.FILE]
    conversation.feed(STARTED)
    assert [kind for kind, _ in sent(conversation)] == [frames.EXCHANGE, frames.MESSAGE]
    conversation.feed(chunk(frames.REPLY, b"r1"))
    assert sent(conversation) == []
    conversation.feed(answered(0))
    assert sent(conversation)[1] == (frames.MESSAGE, b"22")
    conversation.feed(answered(1))
    assert sent(conversation) == [(frames.END, b"")]


def test_whole_conversation_becomes_a_result() -> None:
    conversation, events = begun()
    conversation.feed(STARTED + chunk(frames.STDOUT, b"o") + chunk(frames.REPLY, b"r1") + answered(0))
    conversation.feed(chunk(frames.STDERR, b"e") + answered(1) + ENDED)
    conversation.feed(
        chunk(frames.ARTIFACT, b"abc") + chunk(frames.ARTIFACT, b"") + frame(frames.REPORT, REPORT)
    )
    result = conversation.result(0.5, "sha256:x")
    assert conversation.done
    assert (result.outcome, result.exit_code, result.image_digest) == (Outcome.OK, 0, "sha256:x")
    assert [(reply.name, reply.content) for reply in result.replies] == [("one", b"r1"), ("two", b"")]
    assert (result.stdout, result.stderr, result.artifacts) == (b"o", b"e", {"out": b"abc"})
    assert (result.usage.cpu_seconds, result.usage.peak_memory_bytes) == (0.5, 1000)
    assert [event.name for event in events][1:] == [
        "process_started",
        "exchange_answered",
        "exchange_answered",
        "process_ended",
    ]


def test_points_are_told_at_once_and_kept() -> None:
    conversation, events = begun()
    conversation.feed(STARTED + point(5, loss=1, 准确率=0.25))
    first = Point(5, (("loss", 1.0), ("准确率", 0.25)))
    assert (events[-1].name, events[-1].point, events[-1].at >= conversation.started_at) == (
        "point",
        first,
        True,
    )
    conversation.feed(answered(0) + point(-1, loss=0.5))
    conversation.cut_short(Outcome.CANCELLED)
    assert conversation.result(0.0, "").points == (first, Point(-1, (("loss", 0.5),)))


def test_breach_names_its_exchange() -> None:
    conversation, _ = begun()
    report = REPORT | {"outcome": "cpu_time", "during": 1, "breach": ["cpu_seconds", 1.0, 1.25]}
    conversation.feed(STARTED + answered(0) + ENDED + frame(frames.REPORT, report))
    assert conversation.result(0.0, "").breach == Breach("cpu_seconds", 1.0, 1.25, "two")


def test_conversation_cut_short_by_the_host_says_what_the_host_knows() -> None:
    conversation, _ = begun()
    conversation.feed(STARTED + answered(0))
    conversation.cut_short(Outcome.CANCELLED)
    result = conversation.result(0.0, "")
    assert (result.outcome, result.breach, result.during, len(result.replies)) == (
        Outcome.CANCELLED,
        None,
        "two",
        1,
    )


def test_process_that_was_cancelled_before_its_start_took_no_time() -> None:
    conversation, _ = begun()
    conversation.cut_short(Outcome.CANCELLED)
    timing = conversation.result(0.0, "").timing
    assert (timing.process_started, timing.process_ended) == (0.0, 0.0)


OUT_OF_ORDER = {
    "nothing before the start": ENDED,
    "started twice": STARTED + STARTED,
    "ready again": STARTED + frame(frames.READY, FACTS),
    "reply over its cap": STARTED + chunk(frames.REPLY, b"12345"),
    "answers out of order": STARTED + answered(1),
    "too many answers": STARTED + answered(0) + answered(1) + answered(2),
    "reply to nothing": STARTED + answered(0) + answered(1) + chunk(frames.REPLY, b"x"),
    "output over its cap": STARTED + chunk(frames.STDOUT, b"123456") + chunk(frames.STDERR, b"12345"),
    "artifact before the end": STARTED + chunk(frames.ARTIFACT, b""),
    "artifact over its cap": STARTED + ENDED + chunk(frames.ARTIFACT, b"123456"),
    "artifact too many": STARTED + ENDED + 2 * chunk(frames.ARTIFACT, b""),
    "report before the end": STARTED + frame(frames.REPORT, REPORT),
    "report with an unknown outcome": STARTED + ENDED + frame(frames.REPORT, REPORT | {"outcome": "great"}),
    "report with a time that is no number": STARTED
    + ENDED
    + frame(frames.REPORT, REPORT | {"wall_seconds": float("nan")}),
    "report with a negative size": STARTED + ENDED + frame(frames.REPORT, REPORT | {"peak_memory_bytes": -1}),
    "answered in no time at all and less": STARTED
    + frame(frames.ANSWERED, {"index": 0, "cpu_seconds": -0.1, "wall_seconds": 0.2}),
    "report with a text for a number": STARTED + ENDED + frame(frames.REPORT, REPORT | {"cpu_seconds": "1"}),
    "report with more fields": STARTED + ENDED + frame(frames.REPORT, REPORT | {"verdict": "accepted"}),
    "report of an unknown exchange": STARTED + ENDED + frame(frames.REPORT, REPORT | {"during": 2}),
    "something after the report": STARTED + ENDED + frame(frames.REPORT, REPORT) + ENDED,
    "point before the start": point(a=1),
    "points too many": STARTED + 3 * point(a=1),
    "point after a hidden exchange": STARTED + answered(0) + answered(1) + point(a=1),
    "output after a hidden exchange": STARTED + answered(0) + answered(1) + chunk(frames.STDOUT, b"x"),
    "complaint after a hidden exchange": STARTED + answered(0) + answered(1) + chunk(frames.STDERR, b"x"),
    "point after the end": STARTED + ENDED + point(a=1),
    "point without values": STARTED + point(),
    "point with too many values": STARTED + point(**{f"v{number}": 1 for number in range(17)}),
    "point with a truth for a step": STARTED + point(True, a=1),
    "point with a step too large": STARTED + point(2**53 + 1, a=1),
    "point with a truth for a value": STARTED + point(a=True),
    "point with a text for a value": STARTED + point(a="1"),
    "point with a value that is no number": STARTED + point(a=float("nan")),
    "point with an endless value": STARTED + point(a=float("inf")),
    "point without a name": STARTED + point(**{"": 1}),
    "point with a name too long": STARTED + point(**{"n" * 41: 1}),
    "point over its cap": STARTED + head(frames.POINT, frames.POINT_BYTES + 1),
    "report that is no JSON": STARTED + ENDED + chunk(frames.REPORT, b"{"),
}


def test_job_without_points_takes_none() -> None:
    conversation = Conversation(replace(JOB, max_points=0), 1.0, lambda event: None)
    with pytest.raises(frames.FrameError):
        conversation.feed(STARTED + point(a=1))


@pytest.mark.parametrize("data", OUT_OF_ORDER.values(), ids=OUT_OF_ORDER.keys())
def test_what_may_not_come_now_is_refused(data: bytes) -> None:
    with pytest.raises(frames.FrameError):
        begun()[0].feed(data)


ANY_FRAME = st.builds(chunk, st.sampled_from(sorted(frames.TO_HOST)), st.binary(max_size=12))
LIKELY = st.sampled_from([STARTED, ENDED, answered(0), answered(1), point(a=1), frame(frames.REPORT, REPORT)])


@given(st.lists(st.one_of(ANY_FRAME, LIKELY, st.binary(max_size=8)), max_size=20))
def test_any_bytes_are_taken_within_the_caps_or_refused(pieces: list[bytes]) -> None:
    conversation, _ = begun()
    try:
        for piece in pieces:
            conversation.feed(piece)
    except frames.FrameError:
        pass
    conversation.cut_short(Outcome.CANCELLED)
    result = conversation.result(0.0, "")
    assert len(result.stdout) + len(result.stderr) <= 10 + 12  # what broke the cap came in one frame
    assert [len(reply.content) <= 4 for reply in result.replies] == [True] * len(result.replies)
    assert len(result.points) <= 2
    assert [len(content) <= 5 for content in result.artifacts.values()] == [True] * len(result.artifacts)


def test_greeting_is_one_ready_frame() -> None:
    greeting = Greeting()
    greeting.feed(frame(frames.READY, FACTS)[:9])
    assert not greeting.done
    greeting.feed(frame(frames.READY, FACTS)[9:])
    assert greeting.facts is not None
    assert (greeting.done, greeting.facts.processes) == (True, 1)


@pytest.mark.parametrize(
    "data", [2 * frame(frames.READY, FACTS), STARTED, frame(frames.READY, {}), b"\0" * 5, b"GET / HTTP/1.1"]
)
def test_greeting_of_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(frames.FrameError):
        Greeting().feed(data)
