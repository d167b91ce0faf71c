"""Progress points: they arrive while the process runs, and nothing that it writes there can harm.

Rates are the backend's own choice: no case counts on more than a few points a second.
"""

from __future__ import annotations

from sandbox.conformance.bench import Bench, Case, collect
from sandbox.job import Event, Exchange, Outcome, Point
from sandbox.supervisor.frames import POINT, REPORT, frame

CASES: list[Case] = []
case = collect(CASES)
ASKED = Exchange("asked", b"x", 1, hidden=False)

POINTS = """
import json

def line(data):
    view = memoryview(data + b"\\n")
    while view:
        view = view[os.write(5, view):]

def report(step, **values):
    line(json.dumps({"step": step, "values": values}).encode())
"""
MALFORMED = (
    b"",
    b"no JSON",
    b"\xff\xfe\x00",
    b"[" * 4000,
    b"[1, 2]",
    b'{"step": 1}',
    b'{"step": 1, "values": {}}',
    b'{"step": 1, "values": []}',
    b'{"step": 1, "values": {"a": 1}, "outcome": "ok"}',
    b'{"step": true, "values": {"a": 1}}',
    b'{"step": 1.0, "values": {"a": 1}}',
    b'{"step": "1", "values": {"a": 1}}',
    b'{"step": 9007199254740993, "values": {"a": 1}}',
    b'{"step": 1, "values": {"a": true}}',
    b'{"step": 1, "values": {"a": null}}',
    b'{"step": 1, "values": {"a": "1"}}',
    b'{"step": 1, "values": {"a": NaN}}',
    b'{"step": 1, "values": {"a": -Infinity}}',
    b'{"step": 1, "values": {"a": 1e999}}',
    b'{"step": 1, "values": {"a": 1' + b"0" * 400 + b"}}",
    b'{"step": 1, "values": {"": 1}}',
    b'{"step": 1, "values": {"' + b"a" * 41 + b'": 1}}',
    b'{"step": 1, "values": {"\\ud800": 1}}',
    b'{"step": 1, "values": {"a\\u0000": 1}}',
    b'{"step": 1, "values": {' + b", ".join(b'"v%d": 1' % number for number in range(17)) + b"}}",
    b'{"step": 1, "values": {"a": 1}' + b" " * 5000 + b"}",
)


@case
def points_arrive_while_the_process_runs(bench: Bench) -> None:
    events: list[Event] = []
    program = "report(1, loss=2); report(-7, loss=0.5, 准确率=1e-3); time.sleep(1.5)"
    result = bench.run(POINTS + program, max_points=2, events=events)
    points = (Point(1, (("loss", 2.0),)), Point(-7, (("loss", 0.5), ("准确率", 0.001))))
    assert (result.outcome, result.points) == (Outcome.OK, points)
    assert [(event.name, event.point) for event in events[1:]] == [
        ("process_started", None),
        ("point", points[0]),
        ("point", points[1]),
        ("process_ended", None),
    ]
    assert events[-1].at - events[-2].at > 0.5


@case
def points_come_before_the_answer_that_follows_them(bench: Bench) -> None:
    events: list[Event] = []
    program = "question(); report(1, a=1); answer(b'')"
    bench.run(POINTS + program, ASKED, max_points=9, events=events)
    names = ["process_started", "point", "exchange_answered", "process_ended"]
    assert [event.name for event in events[1:]] == names


@case
def malformed_points_are_dropped(bench: Bench) -> None:
    program = f"report(1, a=1)\nfor bad in {MALFORMED!r}: line(bad)\ntime.sleep(0.5)\nreport(2, a=2)"
    result = bench.run(POINTS + program, max_points=50)
    assert (result.outcome, steps_of(result.points)) == (Outcome.OK, [1, 2])


@case
def forged_frames_are_neither_points_nor_reports(bench: Bench) -> None:
    point = frame(POINT, {"step": 1, "values": {"a": 1}})
    forged = point + frame(REPORT, {"outcome": "ok"}) + b"\n" + point
    program = f"for number in (1, 2, 5): os.write(number, {forged!r})\nline(b''); report(2, a=1); sys.exit(3)"
    result = bench.run(POINTS + program, max_points=9)
    assert (result.outcome, result.stdout, result.stderr) == (Outcome.RUNTIME_ERROR, forged, forged)
    assert steps_of(result.points) == [2]


@case
def oversized_points_are_dropped_unkept(bench: Bench) -> None:
    program = """
report(1, a=1)
for _ in range(50): os.write(5, b"x" * (1 << 20))
line(b"")
report(2, a=2)
os.write(5, b"{" * 9000)
"""
    result = bench.run(POINTS + program, max_points=9)
    assert (result.outcome, steps_of(result.points)) == (Outcome.OK, [1, 2])


@case
def floods_of_points_are_cut(bench: Bench) -> None:
    flood = """
report(0, a=0)
began, step = time.monotonic(), 1
while time.monotonic() - began < 1.0:
    report(step, a=step)
    step += 1
os.write(5, b"\\n" * 60_000)
answer(question())
"""
    result = bench.run(POINTS + flood, ASKED, max_points=100_000)
    steps = steps_of(result.points)
    assert (result.outcome, [reply.content for reply in result.replies]) == (Outcome.OK, [b"x"])
    assert (steps[0], steps == sorted(set(steps)), len(steps) < 1_000) == (0, True, True)


@case
def points_over_their_number_are_dropped(bench: Bench) -> None:
    program = "for step in range(20): report(step, a=1)"
    result = bench.run(POINTS + program, max_points=3)
    assert (result.outcome, steps_of(result.points)) == (Outcome.OK, [0, 1, 2])


@case
def no_point_passes_after_a_hidden_message(bench: Bench) -> None:
    program = """
report(1, a=1)
question(); report(2, a=1); os.write(5, b'{"step": 3, '); answer(b"")
secret = question(); line(b'"values": {"a": 1}}'); report(4, a=secret[0]); answer(b"")
question(); report(5, a=secret[0]); answer(b"")
report(6, a=secret[0]); line(b"x" * 1_000_000)
"""
    events: list[Event] = []
    exchanges = (ASKED, Exchange("hidden", b"s", 1), ASKED)
    result = bench.run(POINTS + program, *exchanges, max_points=9, events=events)
    assert (result.outcome, steps_of(result.points)) == (Outcome.OK, [1, 2])
    assert sum(event.name == "point" for event in events) == 2


@case
def points_have_a_descriptor_only_where_they_are_wanted(bench: Bench) -> None:
    program = "print(sorted(map(int, os.listdir('/proc/self/fd')))[:-1])"
    assert bench.run(program, max_points=1).stdout == b"[0, 1, 2, 3, 4, 5]\n"
    assert bench.run(program).stdout == b"[0, 1, 2, 3, 4]\n"


@case
def process_may_close_its_descriptor_of_points(bench: Bench) -> None:
    result = bench.run(POINTS + "report(1, a=1); os.close(5); answer(question())", ASKED, max_points=9)
    assert (result.outcome, steps_of(result.points)) == (Outcome.OK, [1])


def steps_of(points: tuple[Point, ...]) -> list[int]:
    """Return the steps of the points, in their order."""
    return [point.step for point in points]
