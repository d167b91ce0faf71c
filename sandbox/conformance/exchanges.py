"""Questions and answers: what arrives, when it arrives, and what is kept of what was printed."""

from __future__ import annotations

from dataclasses import replace

from sandbox.conformance.bench import LIMITS, MIB, Bench, Case, collect, ending
from sandbox.job import Event, Exchange, Outcome

CASES: list[Case] = []
case = collect(CASES)
SHORT = replace(LIMITS, wall_seconds=1.0)


def ask(name: str, message: bytes = b"", *, reply_bytes: int = 100, hidden: bool = True) -> Exchange:
    """Return a small exchange."""
    return Exchange(name, message, reply_bytes, hidden)


@case
def job_without_exchanges_runs_to_its_end(bench: Bench) -> None:
    result = bench.run("print('hello'); print('oops', file=sys.stderr)")
    assert (result.outcome, result.exit_code, result.signal) == (Outcome.OK, 0, None)
    assert (result.stdout, result.stderr, result.usage.output_bytes) == (b"hello\n", b"oops\n", 11)


@case
def answers_come_back_in_order_with_their_names(bench: Bench) -> None:
    result = bench.run("while True: answer(question()[::-1])", ask("a", b"abc"), ask("b"), ask("c", b"xy"))
    assert result.outcome is Outcome.OK
    assert [(reply.name, reply.content) for reply in result.replies] == [
        ("a", b"cba"),
        ("b", b""),
        ("c", b"yx"),
    ]


@case
def events_are_told_in_order(bench: Bench) -> None:
    events: list[Event] = []
    result = bench.run("answer(question())", ask("a"), events=events)
    assert [(event.name, event.detail) for event in events] == [
        ("container_ready", ""),
        ("process_started", ""),
        ("exchange_answered", "a"),
        ("process_ended", ""),
    ]
    timing = result.timing
    instants = [timing.accepted, timing.container_ready, timing.process_started, timing.process_ended]
    assert instants == sorted(instants)
    assert timing.process_ended <= timing.finished


@case
def next_message_is_not_there_before_the_answer(bench: Bench) -> None:
    program = """
import select
question()
answer(b"early" if select.select([3], [], [], 0.5)[0] else b"nothing")
answer(question())
"""
    result = bench.run(program, ask("first"), ask("second", b"x"))
    assert [reply.content for reply in result.replies] == [b"nothing", b"x"]


@case
def large_messages_arrive_whole(bench: Bench) -> None:
    message = bytes(range(256)) * (20 * 1024)  # 5 MiB
    result = bench.run("answer(question() * 2)", ask("a", message, reply_bytes=10 * MIB))
    assert result.outcome is Outcome.OK
    assert result.replies[0].content == message * 2


@case
def each_exchange_has_its_own_measure(bench: Bench) -> None:
    program = """
question(); time.sleep(0.3); answer(b"")
question()
while time.process_time() < 0.4: pass
answer(b"")
"""
    sleepy, busy = bench.run(program, ask("sleepy"), ask("busy")).replies
    assert (sleepy.cpu_seconds < 0.2, 0.3 <= sleepy.wall_seconds < 8.0) == (True, True)
    assert (0.2 < busy.cpu_seconds < 0.6, busy.wall_seconds < 8.0) == (True, True)


@case
def output_is_kept_until_a_hidden_message_came_in(bench: Bench) -> None:
    program = """
print("start", flush=True)
question(); print("shown", flush=True); answer(b"")
secret = question(); print(secret, flush=True); answer(b"")
print(secret, flush=True); print(secret, file=sys.stderr)
"""
    result = bench.run(program, ask("shown", hidden=False), ask("hidden", b"secret"))
    assert (result.outcome, result.stdout, result.stderr) == (Outcome.OK, b"start\nshown\n", b"")
    assert result.usage.output_bytes == len("start\nshown\n") + 3 * len("b'secret'\n")


@case
def reply_over_its_cap_is_refused_at_its_head(bench: Bench) -> None:
    result = bench.run("question(); answer(b'x' * 101); time.sleep(60)", ask("a"))
    assert result.breach is not None
    assert (ending(result), result.breach.allowed, result.breach.measured, result.during) == (
        (Outcome.BAD_ARTIFACT, "reply_bytes"),
        100.0,
        101.0,
        "a",
    )


@case
def garbage_instead_of_a_reply_is_refused(bench: Bench) -> None:
    result = bench.run('question(); write(b\'{"verdict": "accepted"}\'); time.sleep(60)', ask("a"))
    assert ending(result) == (Outcome.BAD_ARTIFACT, "reply_bytes")


@case
def answer_before_the_question_is_refused(bench: Bench) -> None:
    one = "struct.pack('>Q', 1) + b'1'"
    for more in (one, "b'x'"):
        result = bench.run(f"question(); os.write(4, {one} + {more}); time.sleep(60)", ask("a"), ask("b"))
        assert (result.outcome, result.reason) == (Outcome.BAD_ARTIFACT, "answered before it was asked")


@case
def process_that_ends_before_answering_is_refused(bench: Bench) -> None:
    for program in ("sys.exit(0)", "question(); os._exit(0)", "question(); write(b'\\0' * 7)"):
        result = bench.run(program, ask("a"), ask("b"))
        assert (result.outcome, result.reason, result.during) == (
            Outcome.BAD_ARTIFACT,
            "ended before answering",
            "a",
        )


@case
def answers_before_a_failure_are_kept(bench: Bench) -> None:
    result = bench.run("answer(question()); question(); sys.exit(3)", ask("a", b"x"), ask("b"))
    assert (result.outcome, result.exit_code, result.during) == (Outcome.RUNTIME_ERROR, 3, "b")
    assert [reply.content for reply in result.replies] == [b"x"]


@case
def process_that_closes_its_descriptors_meets_the_wall_limit(bench: Bench) -> None:
    result = bench.run("os.closerange(0, 100); time.sleep(60)", ask("a", b"x" * MIB), limits=SHORT)
    assert ending(result) == (Outcome.WALL_TIME, "wall_seconds")


@case
def process_that_stops_reading_meets_the_wall_limit(bench: Bench) -> None:
    result = bench.run("take(8); time.sleep(60)", ask("a", b"x" * 20 * MIB), limits=SHORT)
    assert ending(result) == (Outcome.WALL_TIME, "wall_seconds")
