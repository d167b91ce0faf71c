"""Limits: each is enforced, over all processes together, and named with what was measured."""

from __future__ import annotations

import time
from dataclasses import replace

from sandbox.conformance.bench import LIMITS, MIB, Bench, Case, collect, ending
from sandbox.job import Event, Exchange, Limits, Outcome

CASES: list[Case] = []
case = collect(CASES)
CPU = replace(LIMITS, cpu_seconds=0.5)
WALL = replace(LIMITS, wall_seconds=1.0)
MEMORY = replace(LIMITS, memory_bytes=64 * MIB)
OUTPUT = replace(LIMITS, output_bytes=1000)
SLACK_SECONDS = 8.0


@case
def exit_code_and_signal_are_reported(bench: Bench) -> None:
    result = bench.run("sys.exit(7)")
    assert (result.outcome, result.exit_code, result.signal) == (Outcome.RUNTIME_ERROR, 7, None)
    result = bench.run("os.kill(os.getpid(), 11)")
    assert (result.outcome, result.exit_code, result.signal) == (Outcome.RUNTIME_ERROR, None, 11)
    result = bench.run("raise ValueError('mine')")
    assert (result.outcome, result.stderr[-17:]) == (Outcome.RUNTIME_ERROR, b"ValueError: mine\n")


@case
def usage_is_what_was_used(bench: Bench) -> None:
    program = """
held = bytearray(60 << 20)
while time.process_time() < 0.5: pass
time.sleep(0.3)
"""
    usage = bench.run(program).usage
    assert (0.4 < usage.cpu_seconds < 0.8, 0.7 < usage.wall_seconds < 8.0) == (True, True)
    assert 60 * MIB < usage.peak_memory_bytes < 80 * MIB


@case
def busy_loop_meets_the_cpu_limit(bench: Bench) -> None:
    _meets_cpu_limit(bench, "while True: pass")


@case
def busy_threads_meet_the_cpu_limit(bench: Bench) -> None:
    program = """
import hashlib, threading
block = bytes(1 << 24)
def spin():
    while True: hashlib.sha256(block)
for _ in range(4): threading.Thread(target=spin).start()
"""
    _meets_cpu_limit(bench, program)


@case
def many_processes_meet_the_cpu_limit_together(bench: Bench) -> None:
    _meets_cpu_limit(bench, "for _ in range(3): os.fork()\nwhile True: pass")


@case
def dead_processes_count_for_the_cpu_limit(bench: Bench) -> None:
    program = """
while True:
    if os.fork() == 0:
        while time.process_time() < 0.05: pass
        os._exit(0)
    os.wait()
"""
    _meets_cpu_limit(bench, program)


def _meets_cpu_limit(bench: Bench, program: str) -> None:
    result = bench.run(program, limits=CPU)
    assert result.breach is not None, result
    assert ending(result) == (Outcome.CPU_TIME, "cpu_seconds")
    assert (result.breach.allowed, 0.5 < result.breach.measured < 1.5) == (0.5, True)
    assert (result.exit_code, result.signal) == (None, None)  # the judge's own killing is no news


@case
def exchange_has_a_cpu_limit_of_its_own(bench: Bench) -> None:
    exchange = Exchange("slow", b"", 10, cpu_seconds=0.3)
    result = bench.run("question()\nwhile True: pass", exchange)
    assert result.breach is not None
    assert (ending(result), result.breach.exchange) == (
        (Outcome.CPU_TIME, "exchange_cpu_seconds"),
        "slow",
    )


@case
def exchange_has_a_wall_limit_of_its_own(bench: Bench) -> None:
    quick = Exchange("quick", b"", 10, wall_seconds=5.0)
    slow = Exchange("slow", b"", 10, wall_seconds=0.5)
    program = "time.sleep(0.7); question(); answer(b''); question(); time.sleep(60)"
    result = bench.run(program, quick, slow)
    assert result.breach is not None
    assert (ending(result), result.breach.exchange, result.breach.allowed) == (
        (Outcome.WALL_TIME, "exchange_wall_seconds"),
        "slow",
        0.5,
    )
    assert 0.5 < result.breach.measured < 0.5 + SLACK_SECONDS
    assert [reply.name for reply in result.replies] == ["quick"]


@case
def sleeping_and_stopped_processes_meet_the_wall_limit(bench: Bench) -> None:
    programs = (
        "time.sleep(60)",
        "os.kill(os.getpid(), 19)",
        "while True: print('.', flush=True); time.sleep(0.1)",
    )
    for program in programs:
        result = bench.run(program, limits=WALL)
        assert ending(result) == (Outcome.WALL_TIME, "wall_seconds")
        assert 1.0 <= result.usage.wall_seconds < 1.0 + SLACK_SECONDS


@case
def slow_host_costs_the_process_no_time(bench: Bench) -> None:
    class Slow(list[Event]):
        """Hears of an answer, and takes its time."""

        def append(self, event: Event) -> None:
            if event.name == "exchange_answered":
                time.sleep(2.0)
            super().append(event)

    questions = (Exchange("a", b"", 10), Exchange("b", b"", 10))
    limits = replace(LIMITS, wall_seconds=1.5)
    result = bench.run("answer(question()); answer(question())", *questions, limits=limits, events=Slow())
    assert ending(result) == (Outcome.OK, "")
    assert result.usage.wall_seconds < 1.5


@case
def memory_of_one_process_is_limited(bench: Bench) -> None:
    _meets_memory_limit(bench, "held = bytearray(200 << 20)\ntime.sleep(60)")


@case
def memory_of_all_processes_is_limited_together(bench: Bench) -> None:
    _meets_memory_limit(bench, "for _ in range(3): os.fork()\nheld = bytearray(30 << 20)\ntime.sleep(60)")


@case
def memory_in_files_is_limited(bench: Bench) -> None:
    for path in ("/tmp/balloon", "/dev/shm/balloon"):  # noqa: S108 - inside the sandbox
        _meets_memory_limit(bench, f"file = open({path!r}, 'wb')\nwhile True: file.write(bytes(1 << 20))")
    balloon = "file = os.memfd_create('balloon')\nwhile True: os.write(file, bytes(1 << 20))"
    _meets_memory_limit(bench, balloon)
    # The memory killer is invited to take the supervisor instead.
    _meets_memory_limit(bench, "open('/proc/self/oom_score_adj', 'w').write('0')\n" + balloon)


def _meets_memory_limit(bench: Bench, program: str) -> None:
    result = bench.run(program, limits=MEMORY)
    assert ending(result) == (Outcome.MEMORY, "memory_bytes"), result
    assert result.usage.wall_seconds < SLACK_SECONDS


@case
def output_of_both_streams_is_limited_together(bench: Bench) -> None:
    result = bench.run("os.write(1, b'x' * 600); os.write(2, b'y' * 600); time.sleep(60)", limits=OUTPUT)
    assert (ending(result), len(result.stdout) + len(result.stderr)) == (
        (Outcome.OUTPUT, "output_bytes"),
        1000,
    )


@case
def output_floods_are_cut(bench: Bench) -> None:
    for program in ("while True: os.write(1, b'x' * 65536)", "os.write(2, b'x' * (100 << 20))"):
        result = bench.run(program, limits=OUTPUT)
        assert (ending(result), len(result.stdout + result.stderr)) == (
            (Outcome.OUTPUT, "output_bytes"),
            1000,
        )


@case
def full_disk_is_a_bad_artifact(bench: Bench) -> None:
    small = replace(LIMITS, disk_bytes=MIB)
    large = bench.run("open('/work/big', 'wb').write(bytes(4 << 20))", limits=small)
    assert ending(large) == (Outcome.BAD_ARTIFACT, "disk_bytes")
    many = bench.run("n = 0\nwhile True: open(f'/work/{n}', 'w').close(); n += 1", limits=small)
    assert ending(many) == (Outcome.BAD_ARTIFACT, "files")


@case
def fork_and_thread_bombs_end_within_the_limits(bench: Bench) -> None:
    bombs = (
        "while True:\n    try: os.fork()\n    except OSError: pass",
        "while True: os.fork()",
        "import threading\nwhile True: threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
    )
    tight = Limits(cpu_seconds=1.0, wall_seconds=20.0, memory_bytes=128 * MIB)
    for program in bombs:
        began = time.monotonic()
        result = bench.run(program, limits=tight)
        assert result.outcome in {Outcome.CPU_TIME, Outcome.RUNTIME_ERROR, Outcome.MEMORY}
        assert time.monotonic() - began < 20.0 + SLACK_SECONDS
