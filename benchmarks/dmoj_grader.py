"""The process of ``benchmarks.dmoj_judge``; it runs in DMOJ's own environment and imports nothing of ours.

Reads a line of JSON for each submission, has DMOJ's judge grade it, and answers with one. Written against the
calls that DMOJ's own command line makes.
"""

# mypy: ignore-errors

import json
import os
import sys
import time

from dmoj import executors, judgeenv
from dmoj.judge import Judge, Submission

SECONDS, KIB = 5.0, 262_144


class Packets:
    """Takes what the judge would send to its site: the results of the test cases, and what went wrong."""

    def __init__(self):
        self.codes, self.seconds = [], 0.0

    def test_case_status_packet(self, position, result):
        self.codes.append(result.readable_codes()[0])
        self.seconds += result.wall_clock_time

    def internal_error_packet(self, message):
        self.codes.append(f"internal error: {message.strip()[-300:]}")

    def compile_error_packet(self, log):
        self.codes.append(f"compile error: {log[-300:]}")

    def __getattr__(self, name):
        return lambda *_: None


def main():
    """Grade until the input ends."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever DMOJ prints is no answer
    judgeenv.load_env(cli=True)
    executors.load_executors()
    judge = Judge(Packets())
    for number, line in enumerate(sys.stdin):
        asked = json.loads(line)
        judge.packet_manager = Packets()
        source = f"{asked['source']}# {number}\n"  # never one that it has seen
        submission = Submission(number, asked["problem"], "PY3", source, SECONDS, KIB, False, {})
        began = time.perf_counter()
        judge.begin_grading(submission, report=lambda *_: None, blocking=True)
        found = {
            "seconds": time.perf_counter() - began,
            "process_seconds": judge.packet_manager.seconds,
            "codes": judge.packet_manager.codes,
        }
        answers.write(json.dumps(found) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
