"""Asks a candidate's NGramModel the judge's questions; runs inside the container.

It lives in the candidate's own process, so the candidate can change anything here: nothing that it
sends is trusted, and nothing is checked here that the host does not check again. It imports nothing
of the judge. Questions come on descriptor 3 and answers go to 4, each an 8-byte big-endian length
and that many bytes. A question is JSON; an answer starts with one byte: 0, then what was asked for,
or 1, then JSON that says why there is no answer.
"""

import builtins
import contextlib
import importlib.util
import json
import os
import random
import struct
import sys
import traceback
from array import array
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

SOLUTION = os.path.join(os.path.dirname(os.path.abspath(__file__)), "solution.py")
SEED = 0


class Stop(Exception):
    """There is no answer to this question; ``why`` says so to the judge."""

    def __init__(self, **why: Any) -> None:
        super().__init__(why)
        self.why = why


def read_exactly(stream: BinaryIO, size: int) -> bytes:
    """Return ``size`` bytes; fewer only at the end of the stream."""
    parts = []
    while size and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def questions() -> Iterator[dict[str, Any]]:
    """Yield the judge's questions until it hangs up."""
    with open(3, "rb") as stream:
        while len(head := read_exactly(stream, 8)) == 8:
            yield json.loads(read_exactly(stream, struct.unpack(">Q", head)[0]))


def send(stream: BinaryIO, status: int, content: bytes) -> None:
    """Write one answer."""
    stream.write(struct.pack(">QB", len(content) + 1, status))
    stream.write(content)
    stream.flush()


def shown_error(error: BaseException) -> dict[str, Any]:
    """Print the candidate's part of the traceback, none of ours; return the error's type and line."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [place for place, frame in enumerate(frames) if frame.filename == SOLUTION]
    trace = error.__traceback__
    for _ in range(own[0] if own else len(frames)):
        trace = trace and trace.tb_next
    with contextlib.suppress(Exception):  # stderr may be closed
        traceback.print_exception(type(error), error, trace)
    names = [kind.__name__ for kind in type(error).__mro__ if getattr(builtins, kind.__name__, None) is kind]
    return {"type": names[0], "line": frames[own[-1]].lineno if own else getattr(error, "lineno", None)}


def guarded(call: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Call the candidate's code.

    Raises:
        Stop: it raised something, whatever it was.
    """
    try:
        return call(*given, **named)
    except BaseException as error:
        raise Stop(error=shown_error(error)) from None


def seed() -> None:
    """The same file must draw the same words at every run."""
    random.seed(SEED)
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(SEED)


def load_model() -> Any:
    """Import solution.py and return its NGramModel."""
    spec = importlib.util.spec_from_file_location("solution", SOLUTION)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["solution"] = module
    guarded(spec.loader.exec_module, module)
    model = getattr(module, "NGramModel", None)
    if not isinstance(model, type):
        raise Stop(missing="NGramModel")
    return model


class Session:
    """The candidate's class and, once trained, their model."""

    def __init__(self) -> None:
        self.kind: Any = None
        self.model: Any = None
        self.words = 0
        self.failed: dict[str, Any] = {}

    def answer(self, question: dict[str, Any]) -> tuple[int, bytes]:
        """Answer one question. After a failure only small models are still tried."""
        try:
            if self.kind is None and not self.failed:
                self.kind = load_model()
            if not self.failed or (self.kind is not None and question["do"] == "behave"):
                content: bytes = getattr(self, question["do"])(question)
                return 0, content
        except Stop as stop:
            self.failed = stop.why
        return 1, json.dumps(self.failed).encode()

    def behave(self, question: dict[str, Any]) -> bytes:
        """Train small models and ask each for next words, as JSON; an error ends only its own case."""
        return json.dumps([self.case(**case) for case in question["cases"]]).encode()

    def case(
        self, n: int, lessons: list[Any], contexts: list[Any], times: int, as_tuple: bool
    ) -> dict[str, Any]:
        """One small model: its answers, ``times`` for each context."""
        seed()
        try:
            model = self.kind(n)
            for sentences in lessons:
                model.train(sentences)
            asked = [tuple(context) if as_tuple else context for context in contexts]
            return {"answers": [[wire(model.predict(context)) for _ in range(times)] for context in asked]}
        except BaseException as error:
            return {"error": shown_error(error)}

    def train(self, question: dict[str, Any]) -> bytes:
        """Train the model that is scored."""
        if not hasattr(self.kind, "distribution"):
            raise Stop(missing="distribution")
        seed()
        sentences = [line.split() for line in question["text"].splitlines()]
        self.model = guarded(self.kind, question["n"], vocabulary=list(question["vocabulary"]))
        guarded(self.model.train, sentences)
        self.words = len(question["vocabulary"])
        return b""

    def distributions(self, question: dict[str, Any]) -> bytes:
        """Every context's distribution, as little-endian float32."""
        return b"".join([self.numbers(context) for context in question["contexts"]])

    def numbers(self, context: list[str]) -> bytes:
        """One distribution as bytes."""
        value = guarded(self.model.distribution, context)
        numpy = sys.modules.get("numpy")
        if numpy is not None and type(value) is numpy.ndarray:
            return self.array_numbers(value)
        if type(value) not in (list, tuple):
            raise Stop(invalid="type", found=found(type(value)))
        if len(value) != self.words:
            raise Stop(invalid="shape", length=len(value))
        for kind in set(map(type, value)):
            if not (issubclass(kind, float) or kind is int or found(kind) == "numpy.float32"):
                raise Stop(invalid="item", found=found(kind))
        try:
            numbers = array("f", value)
        except OverflowError:
            raise Stop(invalid="large") from None
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers.tobytes()

    def array_numbers(self, value: Any) -> bytes:
        """A numpy array as bytes."""
        if value.dtype not in ("float32", "float64"):
            raise Stop(invalid="dtype", found=f"numpy.{value.dtype.name}")
        if value.shape != (self.words,):
            raise Stop(invalid="shape", length=value.size)
        with sys.modules["numpy"].errstate(all="ignore"):
            content: bytes = value.astype("<f4").tobytes()
        return content


def found(kind: type) -> str:
    """The name of a type, with its module unless that is ``builtins``."""
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def wire(answer: Any) -> Any:
    """An answer of predict for JSON: exactly a str or None, else a mark that it is neither."""
    return answer if answer is None or type(answer) is str else {"type": type(answer).__name__}


def flush_output() -> None:
    """Hand over what was printed; a candidate may have closed or replaced the streams."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()


def main() -> None:
    """Answer until the judge hangs up."""
    session = Session()
    with open(4, "wb") as answers:
        for question in questions():
            status, content = session.answer(question)
            flush_output()
            send(answers, status, content)


if __name__ == "__main__":
    main()
    flush_output()
    os._exit(0)  # every answer is given: no thread or exit handler of the candidate's may spoil it
