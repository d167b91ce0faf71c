"""The sample tests: what goes in, what should come out."""

import torch
from checks import Case, Wrong, call, close, finite


def tensor_is(want, rtol=1e-4, atol=1e-5):
    """A check: a finite tensor close to ``want``."""

    def check(got):
        if not isinstance(got, torch.Tensor):
            raise Wrong("应返回 torch.Tensor", "a torch.Tensor should be returned")
        if got.shape == want.shape and got.is_floating_point():
            finite(got)
        close(got, want, rtol, atol)

    return check


def cases(rng):
    q = torch.tensor([[[[1.0, 0.0], [0.0, 1.0]]]])
    v = torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]]])
    want = torch.tensor([[[[1.0, 2.0], [2.3395, 3.3395]]]])
    alone = torch.tensor([[[[0.0, 0.0], [3.0, 4.0]]]])
    padding = torch.tensor([[True, False]])
    given = "q = k = [[1, 0], [0, 1]], v = [[1, 2], [3, 4]]"
    return [
        Case(
            "samples",
            "两个词元",
            "Two tokens",
            call("attention", q, q, v),
            tensor_is(want, atol=1e-3),
            given=given,
            expected=repr(want),
        ),
        Case(
            "samples",
            "第一个词元是填充",
            "The first token is padding",
            call("attention", q, q, v, padding),
            tensor_is(alone, atol=1e-3),
            given=given + ", padding = [True, False]",
            expected=repr(alone),
        ),
    ]
