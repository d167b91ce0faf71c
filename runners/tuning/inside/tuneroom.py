"""What a candidate's program may import while it is judged: ``report`` draws its training curve."""

import json
import math
import os
from typing import Any

POINTS = 5  # the descriptor that the sandbox reads, one line of JSON a point


def report(*, step: int, **values: Any) -> None:
    """Report numbers at a step of your own counting, such as ``report(step=7, loss=0.3, lr=1e-4)``.

    A value is anything that ``float`` takes, a tensor of one number too; what is not finite is left out,
    since it cannot be drawn. Points that come too fast are dropped, and nothing of this counts for the score.

    Raises:
        TypeError: the step is no integer, or a value is no number.
    """
    if isinstance(step, bool) or not isinstance(step, int):
        raise TypeError(f"report: step must be an integer, not {type(step).__name__}")
    numbers = {name: _number(name, value) for name, value in values.items()}
    finite = {name: number for name, number in numbers.items() if math.isfinite(number)}
    if finite:
        os.write(POINTS, json.dumps({"step": step, "values": finite}).encode() + b"\n")


def _number(name: str, value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as problem:
        raise TypeError(f"report: {name} must be a number, not {type(value).__name__}") from problem
