"""The sample tests: what goes in, what should come out."""

import torch
from checks import Case, call, close


def tensor_is(want, rtol=1e-4, atol=1e-5):
    """A check: a tensor of the same shape and dtype, close to ``want``."""

    def check(got):
        close(got, want, rtol, atol)

    return check


def cases(rng):
    x = torch.tensor([[[[1.0, 0.0]]]])
    want = torch.tensor([[[[0.5403, 0.8415]]]])
    four = torch.tensor([[[[1.0, 2.0, 3.0, 4.0]]]])
    wide = torch.tensor([[[[-3.1440, 1.9196, -0.3391, 4.0392]]]])
    two = torch.tensor([[2]])
    return [
        Case(
            "samples",
            "一对，转 1 弧度",
            "One pair, one radian",
            call("rotate", x, torch.tensor([[1]])),
            tensor_is(want, atol=1e-3),
            given="x = [1, 0], position 1",
            expected="[cos 1, sin 1] = [0.5403, 0.8415]",
        ),
        Case(
            "samples",
            "两对：(1, 3) 与 (2, 4)",
            "Two pairs, (1, 3) and (2, 4)",
            call("rotate", four, two),
            tensor_is(wide, atol=1e-3),
            given="x = [1, 2, 3, 4], position 2: angles 2 and 0.02",
            expected="[-3.1440, 1.9196, -0.3391, 4.0392]",
        ),
        Case(
            "samples",
            "位置 0",
            "Position 0",
            call("rotate", four, two * 0),
            tensor_is(four),
            given="x = [1, 2, 3, 4], position 0",
            expected="x itself",
        ),
    ]
