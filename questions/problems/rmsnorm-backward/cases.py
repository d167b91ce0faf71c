"""The hidden tests: gradients by central differences of the reference's forward pass."""

import numpy as np
from checks import Case, call, slopes
from reference import forward
from samples import array_is, gradient_is


def drawn(rng, rows, size, spread=1.0):
    source = np.random.default_rng(rng.getrandbits(63))
    x, grad = source.normal(0.0, spread, (rows, size)), source.normal(size=(rows, size))
    return x, source.normal(1.0, 0.5, size), grad


def differences(x, weight, eps, grad):
    """The gradients of the sum of ``grad`` times the output, of x and of weight."""
    of_x = slopes(lambda at: float((forward(at, weight, eps) * grad).sum()), x)
    return of_x, slopes(lambda at: float((forward(x, at, eps) * grad).sum()), weight)


def cases(rng):
    found = []
    for rows, size, eps in ((1, 4, 1e-6), (5, 16, 1e-5), (3, 7, 0.5)):
        x, weight, grad = drawn(rng, rows, size)
        of_x, of_weight = differences(x, weight, eps, grad)
        program = call("backward", x, weight, eps, grad)
        found.append(
            Case(
                "forward",
                "随机",
                "random",
                call("forward", x, weight, eps),
                array_is(forward(x, weight, eps)),
            )
        )
        found.append(Case("input", "随机", "random", program, gradient_is(0, of_x)))
        found.append(Case("weight", "随机", "random", program, gradient_is(1, of_weight)))
    x, weight, grad = drawn(rng, 4, 6, spread=0.001)
    small, _ = differences(x, weight, 1e-4, grad)
    found.append(
        Case(
            "input",
            "很小的输入",
            "small inputs",
            call("backward", x, weight, 1e-4, grad),
            gradient_is(0, small),
        )
    )
    none = np.zeros((2, 5))
    found.append(
        Case(
            "forward",
            "全为 0 的一行",
            "rows of zeros",
            call("forward", none, np.ones(5), 1e-6),
            array_is(none),
        )
    )
    found.append(
        Case(
            "input",
            "全为 0 的一行",
            "rows of zeros",
            call("backward", none, np.ones(5), 1e-6, none + 1.0),
            gradient_is(0, none + 1000.0),
        )
    )
    return found
