"""The sample tests: what goes in, what should come out."""

import torch
from checks import Case, Wrong, call, close


def result_is(losses, weight, bias, rows):
    """A check: the losses, the parameters afterwards, and one forward pass for each micro-batch."""

    def check(got):
        if type(got) is not tuple or len(got) != 4:
            raise Wrong("run 的返回值被改动了", "what run returns was changed")
        if type(got[0]) is not list or len(got[0]) != len(losses):
            raise Wrong("run 的返回值被改动了", "what run returns was changed")
        for one, want in zip(got[0], losses):
            close(one, want, 1e-4, 1e-5)
        close(got[1], weight, 1e-4, 1e-5)
        close(got[2], bias, 1e-4, 1e-5)
        if got[3] != rows:
            raise Wrong(
                "应对每个微批次恰好做一次前向", "there should be one forward pass for each micro-batch"
            )

    return check


def cases(rng):
    weight, bias = torch.zeros(2, 1), torch.zeros(2)
    long = (torch.ones(1, 3, 1), torch.tensor([[0, 0, 0]]))
    short = (torch.ones(1, 1, 1), torch.tensor([[1]]))
    moved = torch.tensor([[0.25], [-0.25]])
    want = result_is([0.693147], moved, moved[:, 0], [1, 1])
    return [
        Case(
            "samples",
            "三个词元与一个词元",
            "Three tokens and one",
            call("run", weight, bias, [[long, short]], 1.0, None),
            want,
            given="weight = bias = 0, inputs all 1; targets [[0, 0, 0]] and [[1]]; SGD, lr 1",
            expected="loss log 2; gradient -0.25 of class 0, so weight = bias = [0.25, -0.25]",
        ),
    ]
