"""Calls a candidate's fine_tune once; runs inside the container.

It lives in the candidate's own process, so the candidate can change anything here: nothing that it says is
trusted, and the weights are checked and scored elsewhere. It imports nothing of the judge. Two questions come
on descriptor 3, each an 8-byte big-endian length and that many bytes of JSON; the answers go to 4 likewise.
First ``ready``: PyTorch and the solution are imported, which does not count as training. Then ``train``,
which brings the training file, so that no training can begin before its clock does.
"""

import contextlib
import importlib.util
import json
import os
import random
import struct
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, BinaryIO

BOX = os.path.dirname(os.path.abspath(__file__))
SOLUTION = os.path.join(BOX, "solution.py")
BASE = os.path.join(BOX, "base")
WORK = os.environ.get("TUNEROOM_WORK", "/work")  # elsewhere where it runs without a sandbox, to be compared
TRAIN_FILE, OUTPUT = os.path.join(WORK, "train.jsonl"), os.path.join(WORK, "output")
MOST_MESSAGE = 500  # characters of an exception's message

Answer = dict[str, Any]


@dataclass(frozen=True)
class Budget:
    """What a call of fine_tune may use; ``seconds`` are of the wall clock."""

    seconds: float
    seed: int
    threads: int
    device: str
    _started: float = field(default_factory=time.monotonic, repr=False)

    def remaining(self) -> float:
        """Seconds that are left."""
        return self.seconds - (time.monotonic() - self._started)


def read_exactly(stream: BinaryIO, size: int) -> bytes:
    """Return ``size`` bytes; fewer only at the end of the stream."""
    parts = []
    while size and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def question(stream: BinaryIO) -> dict[str, Any]:
    """Wait for the next question."""
    (size,) = struct.unpack(">Q", read_exactly(stream, 8))
    asked: dict[str, Any] = json.loads(read_exactly(stream, size))
    return asked


def send(stream: BinaryIO, answer: Answer) -> None:
    """Write one answer, after all that was printed before it."""
    for printed in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):  # the candidate may have closed or replaced it
            printed.flush()
    content = json.dumps(answer).encode()
    stream.write(struct.pack(">Q", len(content)) + content)
    stream.flush()


def guarded(call: Callable[..., Any], *given: Any) -> Answer:
    """Call the candidate's code; say what it raised, if it did."""
    try:
        call(*given)
    except BaseException as error:
        return {"error": shown_error(error)}
    return {}


def shown_error(error: BaseException) -> dict[str, Any]:
    """Print the candidate's part of the traceback, none of ours; return type, message and line."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [place for place, frame in enumerate(frames) if frame.filename == SOLUTION]
    trace = error.__traceback__
    for _ in range(own[0] if own else len(frames)):
        trace = trace and trace.tb_next
    with contextlib.suppress(Exception):
        traceback.print_exception(type(error), error, trace)
    line = frames[own[-1]].lineno if own else getattr(error, "lineno", None)
    message = ""
    with contextlib.suppress(Exception):
        message = str(error)[:MOST_MESSAGE]
    return {"type": type(error).__name__, "message": message, "line": line}


def load_solution() -> Any:
    """Import solution.py under the name ``solution``."""
    spec = importlib.util.spec_from_file_location("solution", SOLUTION)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["solution"] = module
    spec.loader.exec_module(module)
    return module


def prepare(asked: dict[str, Any]) -> None:
    """Import what every solution needs, and give PyTorch its threads and its part of the GPU."""
    import torch
    import transformers

    torch.set_num_threads(asked["threads"])
    transformers.logging.set_verbosity_error()
    if asked["device"] == "cuda":
        torch.cuda.set_per_process_memory_fraction(float(os.environ["TUNEROOM_GPU_MEMORY_SHARE"]))


def seed(number: int) -> None:
    """The same file starts from the same state of chance at every run."""
    import numpy
    import torch

    random.seed(number)
    numpy.random.seed(number % 2**32)
    torch.manual_seed(number)


def ready(asked: dict[str, Any]) -> Answer:
    """Answer the first question: is there a fine_tune to call?"""
    prepare(asked)
    seed(asked["seed"])
    failed = guarded(load_solution)
    if not failed and not callable(getattr(sys.modules["solution"], "fine_tune", None)):
        return {"missing": "fine_tune"}
    return failed


def train(asked: dict[str, Any]) -> Answer:
    """Answer the second question: call fine_tune, whose weights are then lying in ``OUTPUT``."""
    with open(TRAIN_FILE, "w", encoding="utf-8") as file:
        file.write(asked["rows"])
    os.makedirs(OUTPUT, exist_ok=True)
    seed(asked["seed"])
    budget = Budget(asked["seconds"], asked["seed"], asked["threads"], asked["device"])
    return guarded(sys.modules["solution"].fine_tune, BASE, TRAIN_FILE, OUTPUT, budget)


def main() -> int:
    """Answer both questions; the exit status says whether all went well."""
    sys.path.insert(0, os.path.join(BOX, "modules"))
    with open(3, "rb") as questions, open(4, "wb") as answers:
        for act in (ready, train):
            answer = act(question(questions))
            send(answers, answer)
            if answer:
                return 1
    return 0


if __name__ == "__main__":
    status = main()
    os._exit(status)  # all is answered: no thread or exit handler of the candidate's may spoil it
