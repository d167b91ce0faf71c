"""What the candidate's process does before there is a candidate: it imports, says so, waits for a command.

It runs as the candidate's user already, in an interpreter of its own, and never returns into the supervisor.
A command that this very interpreter would be started for (``python3 -P -s -B FILE``) runs in it, with what
was imported; any other replaces it. Either way nothing of this module is left to the candidate.
"""

import gc
import importlib
import json
import os
import signal
import socket
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any

CONTROL = 6  # the descriptor of the line to the supervisor
POINTS = 5
MOST_BYTES = 1 << 20
FLAGS = ("python3", "-P", "-s", "-B")
READY = b"+"


def wait(preload: list[str]) -> dict[str, Any]:
    """Import ``preload``, say that it is done, and return the command when it comes.

    Ends the process when the supervisor is gone.
    """
    gc.disable()  # of what is imported hardly anything is garbage; looking for it costs a tenth of the time
    for name in preload:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # what was imported stays: no collection needs to walk over it
    gc.enable()
    control = socket.socket(fileno=CONTROL)
    control.sendall(READY)
    received = bytearray()
    while piece := control.recv(MOST_BYTES):
        received += piece
        if received.endswith(b"\n"):
            control.detach()
            command: dict[str, Any] = json.loads(received)
            return command
    os._exit(1)


def enter(command: dict[str, Any]) -> str:
    """Take on the command's environment and arguments; return the file to run in this interpreter, or do not
    return at all."""
    argv = command["argv"]
    os.environ.update(command["env"])
    if not command["points"]:
        os.close(POINTS)
    flags, rest = tuple(argv[: len(FLAGS)]), argv[len(FLAGS) :]
    if flags != FLAGS or not rest or rest[0].startswith("-"):
        become(argv)
    sys.argv[:] = rest
    os.close(CONTROL)
    return str(sys.argv[0])


def become(argv: list[str]) -> None:
    """Replace this process. What goes wrong is told to the supervisor: it is not the candidate's fault."""
    os.set_inheritable(CONTROL, False)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # Python ignores it, and that would be inherited
    try:
        os.execvp(argv[0], argv)  # noqa: S606 - likewise
    except OSError as problem:
        os.write(CONTROL, repr(problem).encode())
        os._exit(127)


def shown(
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType | None,
    show: Callable[..., None] = sys.excepthook,
) -> None:
    """Show an uncaught error as if the file had been started by itself: without this module's two frames."""
    show(kind, error, trace and trace.tb_next and trace.tb_next.tb_next)


def main() -> None:
    """Wait, then run the file in the module ``__main__``, where nothing else is left."""
    path = enter(wait(sys.argv[1:]))
    sys.excepthook = shown
    names = vars(sys.modules["__main__"])
    kept = {name: names[name] for name in ("__name__", "__builtins__", "__spec__", "__loader__")}
    names.clear()
    names.update(kept, __file__=path, __doc__=None, __package__=None)
    with open(path, "rb") as file:
        code = compile(file.read(), path, "exec")
    exec(code, names)  # noqa: S102 - running the candidate's command is the purpose


if __name__ == "__main__":
    main()
