"""The sample tests: what goes in, what should come out."""

import torch
from checks import Case, Wrong, call, close


def outputs_are(wants):
    """A check: a tuple of tensors, each close to its own."""

    def check(got):
        if type(got) is not tuple or len(got) != len(wants):
            raise Wrong("apply 的返回值被改动了", "what apply returns was changed")
        for one, want in zip(got, wants):
            close(one, want, 1e-4, 1e-5)

    return check


def begins_as(want, shapes):
    """A check: the base's output, the two small matrices trained and nothing else, and one of them random."""

    def check(got):
        if type(got) is not tuple or len(got) != 3:
            raise Wrong("begin 的返回值被改动了", "what begin returns was changed")
        close(got[0], want, 1e-5, 1e-6)
        if sorted(map(tuple, got[1])) != sorted(shapes):
            raise Wrong("要训练的参数应只有两个小矩阵", "the two small matrices alone should be trained")
        if got[2] is not True:
            raise Wrong(
                "down 不应全为 0：否则两个矩阵都没有梯度",
                "down should not be all 0, or neither matrix has a gradient",
            )

    return check


def cases(rng):
    weight, bias = torch.tensor([[1.0, 0.0], [0.0, 1.0]]), torch.tensor([0.5, -0.5])
    down, up = torch.tensor([[1.0, 2.0]]), torch.tensor([[1.0], [0.0]])
    x = torch.tensor([[1.0, 1.0]])
    want = (torch.tensor([[7.5, 0.5]]), torch.tensor([[3.0, 4.0], [0.0, 1.0]]))
    return [
        Case(
            "samples",
            "秩为 1",
            "Rank 1",
            call("apply", weight, bias, down, up, 2, x),
            outputs_are(want),
            given="weight = I, bias = [.5, -.5], down = [[1, 2]], up = [[1], [0]], alpha = 2, x = [1, 1]",
            expected=repr(want),
        ),
        Case(
            "samples",
            "开始时与原层相同",
            "At the start it is the base",
            call("begin", weight, bias, 1, 2, x),
            begins_as(x @ weight.T + bias, [(1, 2), (2, 1)]),
            given="begin(weight, bias, rank=1, alpha=2, x)",
            expected="the base's own output",
        ),
    ]
