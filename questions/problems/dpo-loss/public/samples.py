"""The sample tests: what goes in, what should come out."""

import torch
from checks import Case, Wrong, call, close, finite


def numbers_are(want, rtol=1e-4, atol=1e-5):
    """A check: finite numbers close to ``want``, as a tensor of its shape."""

    def check(got):
        if not isinstance(got, torch.Tensor):
            raise Wrong("应返回 torch.Tensor", "a torch.Tensor should be returned")
        if got.shape == want.shape:
            finite(got.detach())
        close(got, want, rtol, atol)

    return check


def cases(rng):
    logits = torch.log(torch.tensor([[[0.5, 0.5], [0.25, 0.75], [0.9, 0.1]]]))
    tokens, reply = torch.tensor([[0, 1, 0]]), torch.tensor([[False, True, True]])
    four = [torch.tensor([value]) for value in (-1.0, -2.0, -1.5, -1.0)]
    return [
        Case(
            "samples",
            "一条回复",
            "One reply",
            call("reply_log_probability", logits, tokens, reply),
            numbers_are(torch.tensor([-2.079442])),
            given="probabilities [[.5, .5], [.25, .75], [.9, .1]], tokens [0, 1, 0], reply [F, T, T]",
            expected="[log 0.5 + log 0.25]",
        ),
        Case(
            "samples",
            "一对回复",
            "One pair",
            call("loss", *four, 0.5),
            numbers_are(torch.tensor(0.386871)),
            given="loss([-1], [-2], [-1.5], [-1], beta=0.5)",
            expected="0.3869 = -log sigmoid(0.5 * (1 + 0.5))",
        ),
    ]
