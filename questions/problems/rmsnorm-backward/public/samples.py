"""The sample tests: what goes in, what should come out."""

import numpy as np
from checks import Case, Wrong, call, close


def array_is(want, rtol=1e-6, atol=1e-8):
    """A check: an array close to ``want``."""

    def check(got):
        close(got, want, rtol, atol)

    return check


def gradient_is(place, want, rtol=1e-5, atol=1e-7):
    """A check of one of the two gradients."""

    def check(got):
        if type(got) is not tuple or len(got) != 2:
            raise Wrong("backward 应返回两个数组的 tuple", "backward should return a tuple of two arrays")
        close(got[place], want, rtol, atol)

    return check


def cases(rng):
    x, weight, grad = np.array([[3.0, 4.0]]), np.array([1.0, 2.0]), np.array([[1.0, 0.0]])
    given = "x = [[3, 4]], weight = [1, 2], eps = 0"
    want = np.array([[0.848528, 2.262742]])
    of_x, of_weight = np.array([[0.181019, -0.135765]]), np.array([0.848528, 0.0])
    return [
        Case(
            "samples",
            "前向",
            "Forward",
            call("forward", x, weight, 0.0),
            array_is(want, atol=1e-5),
            given=given,
            expected=str(want),
        ),
        Case(
            "samples",
            "对 x 的梯度",
            "The gradient of x",
            call("backward", x, weight, 0.0, grad),
            gradient_is(0, of_x, atol=1e-5),
            given=given + ", grad = [[1, 0]]",
            expected=str(of_x),
        ),
        Case(
            "samples",
            "对 weight 的梯度",
            "The gradient of weight",
            call("backward", x, weight, 0.0, grad),
            gradient_is(1, of_weight, atol=1e-5),
            given=given + ", grad = [[1, 0]]",
            expected=str(of_weight),
        ),
    ]
