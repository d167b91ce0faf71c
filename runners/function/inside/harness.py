"""Runs programs on a candidate's solution.py, in the candidate's own process; runs inside the container.

The candidate can change anything here: nothing that it sends is trusted. Questions come on descriptor 3 and
answers go to 4, each an 8-byte big-endian length and that many bytes of JSON. A question is a program, a list
of steps; the answer has the values that were to be kept, or says what was raised, without a word of its
message.
"""

import ast
import builtins
import contextlib
import importlib.util
import json
import os
import random
import resource
import struct
import sys
import textwrap
import traceback
from collections.abc import Iterator
from types import ModuleType
from typing import Any, BinaryIO

HERE = os.path.dirname(os.path.abspath(__file__))
SOLUTION = os.path.join(HERE, "solution.py")
TYPED = "<typed>"


def load(name: str, path: str) -> ModuleType:
    """Import a file under a name, from nowhere else."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


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


def shown_error(error: BaseException) -> dict[str, Any]:
    """Print the candidate's part of the traceback, none of ours; return the error's type, and the lines of
    the solution and of what was typed."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [place for place, frame in enumerate(frames) if frame.filename in (SOLUTION, TYPED)]
    trace = error.__traceback__
    for _ in range(own[0] if own else len(frames)):
        trace = trace and trace.tb_next
    with contextlib.suppress(Exception):  # stderr may be closed
        traceback.print_exception(type(error), error, trace)
    names = [kind.__name__ for kind in type(error).__mro__ if getattr(builtins, kind.__name__, None) is kind]
    return {"type": names[0], "line": line_in(SOLUTION, error), "typed": line_in(TYPED, error)}


def line_in(file: str, error: BaseException) -> "int | None":
    """The innermost line of the file that an error went through, or at which the file is no Python."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    if isinstance(error, SyntaxError) and error.filename == file:
        lines.append(error.lineno)
    return lines[-1] if lines else None


def seed(number: int) -> None:
    """The same file must draw the same numbers at every run."""
    random.seed(number)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(number)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(number)


@contextlib.contextmanager
def memory_limit(mebibytes: int) -> Iterator[None]:
    """Let the process grow by no more; 0 for no limit but the container's. It asks the system for address
    space, so what is reserved counts as well. It notices waste; code that wants to can raise it again."""
    if not mebibytes:
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_AS)
    with open("/proc/self/statm") as sizes:
        now = int(sizes.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + mebibytes * 1024 * 1024, before[1]))
    try:
        yield
    except RuntimeError as error:
        if "allocate memory" not in str(error):
            raise
        raise MemoryError().with_traceback(error.__traceback__) from None  # as torch says it
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


class Session:
    """The solution, once it was imported."""

    def __init__(self) -> None:
        self.wire = load("wire", os.path.join(HERE, "wire.py"))
        self.solution: Any = None

    def answer(self, question: dict[str, Any]) -> bytes:
        """Run one program. A value that JSON cannot hold, such as too long a number, is an error as well."""
        try:
            return json.dumps({"values": self.values(question)}).encode()
        except BaseException as error:
            return json.dumps({"error": shown_error(error)}).encode()

    def values(self, question: dict[str, Any]) -> list[Any]:
        """What a program gives, or what was typed."""
        if self.solution is None:
            self.solution = load("solution", SOLUTION)
        seed(question["seed"])
        if question["do"] == "typed":
            return [self.typed(question["text"])]
        with memory_limit(question["mebibytes"]):
            return self.run(question["steps"])

    def run(self, steps: list[dict[str, Any]]) -> list[Any]:
        """Every step in turn; the values of those that are kept."""
        results: list[Any] = []
        for step in steps:
            results.append(self.step(step, results))
        return [self.wire.encode(result) for result, step in zip(results, steps) if step["keep"]]

    def step(self, step: dict[str, Any], results: list[Any]) -> Any:
        """Call a function or a method, make an object, read an attribute, or just hold a value."""
        if step["do"] == "value":
            return self.wire.decode(step["value"])
        owner = self.solution if step["of"] is None else results[step["of"]]
        found = getattr(owner, step["name"])
        if step["do"] == "get":
            return found
        given = [self.argument(one, results) for one in step["args"]]
        named = {name: self.argument(one, results) for name, one in step["named"].items()}
        return found(*given, **named)

    def argument(self, given: Any, results: list[Any]) -> Any:
        """A value, or the result of an earlier step."""
        if isinstance(given, dict) and set(given) == {"$ref"}:
            return results[given["$ref"]]
        return self.wire.decode(given)

    def typed(self, text: str) -> str:
        """What a candidate typed, run where the solution's names are known; the last expression's value."""
        names, tree = vars(self.solution), ast.parse(textwrap.dedent(text), TYPED)
        last = None
        if tree.body and isinstance(end := tree.body[-1], ast.Expr):
            last = ast.Expression(end.value)
            tree.body.pop()
        exec(compile(tree, TYPED, "exec"), names)
        return "" if last is None else repr(eval(compile(last, TYPED, "eval"), names))[:4000]


def main() -> None:
    """Answer until the judge hangs up."""
    session = Session()
    with open(4, "wb") as answers:
        for question in questions():
            content = session.answer(question)
            for stream in (sys.stdout, sys.stderr):
                with contextlib.suppress(Exception):
                    stream.flush()
            answers.write(struct.pack(">Q", len(content)) + content)
            answers.flush()


if __name__ == "__main__":
    main()
    os._exit(0)  # every answer is given: no thread or exit handler of the candidate's may spoil it
