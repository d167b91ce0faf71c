"""The sample tests: what goes in, what should come out."""

import torch
from checks import Case, Wrong, call, close, finite


def number_is(want, rtol=1e-4, atol=1e-5):
    """A check: a tensor with one number, close to ``want``."""

    def check(got):
        if not isinstance(got, torch.Tensor) or got.numel() != 1:
            raise Wrong("应返回只有一个数的张量", "a tensor with one number should be returned")
        finite(got)
        close(float(got), float(want), rtol, atol)

    return check


def cases(rng):
    logits = torch.log(torch.tensor([[[0.5, 0.5], [0.25, 0.75], [0.9, 0.1]]]))
    tokens = torch.tensor([[0, 1, 0]])
    given = "log-probabilities [[.5, .5], [.25, .75], [.9, .1]], tokens [0, 1, 0]"
    last = torch.tensor([[False, False, True]])
    both = torch.tensor([[False, True, True]])
    return [
        Case(
            "samples",
            "回复只有最后一个词元",
            "The reply is the last token",
            call("loss", logits, tokens, last),
            number_is(1.386294),
            given=given + ", reply [F, F, T]",
            expected="1.3863 = -log 0.25",
        ),
        Case(
            "samples",
            "回复有两个词元",
            "The reply is two tokens",
            call("loss", logits, tokens, both),
            number_is(1.039721),
            given=given + ", reply [F, T, T]",
            expected="1.0397 = -(log 0.5 + log 0.25) / 2",
        ),
    ]
