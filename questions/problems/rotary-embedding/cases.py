"""The hidden tests, on tensors that are drawn anew for every solution."""

import torch
from checks import Case, Program, Wrong, call, close
from reference import rotate
from samples import tensor_is


def drawn(rng, *shape):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(rng.getrandbits(31)))


def counted(batch, length, start=0):
    return torch.arange(start, start + length).repeat(batch, 1)


def one(group, zh, en, x, positions, atol=1e-5, **named):
    want = rotate(x, positions, **named)
    return Case(group, zh, en, call("rotate", x, positions, **named), tensor_is(want, atol=atol))


def same_scores(want):
    """A check: turned queries and keys that are ``shift`` places on have the scores that they had."""

    def check(q, k, later_q, later_k):
        for got in (q, k, later_q, later_k):
            if not isinstance(got, torch.Tensor) or got.shape != want.shape:
                raise Wrong(
                    "应返回形状不变的 torch.Tensor", "a torch.Tensor of the same shape should be returned"
                )
        close(later_q @ later_k.transpose(-1, -2), q @ k.transpose(-1, -2), 1e-3, 2e-3)
        close(q.norm(dim=-1), want.norm(dim=-1), 1e-4, 1e-4)
        if torch.allclose(q[..., 1:, :], want[..., 1:, :], atol=1e-3):
            raise Wrong("什么都没有旋转", "nothing was turned")

    return check


def cases(rng):
    found = []
    for shape in ((1, 1, 4, 2), (2, 3, 9, 8), (2, 2, 33, 64)):
        found.append(
            one("values", "随机张量", "random tensors", drawn(rng, *shape), counted(shape[0], shape[2]))
        )
    x = drawn(rng, 1, 2, 12, 16)
    found.append(one("values", "另一个底数", "another base", x, counted(1, 12), base=500000.0))
    for shift in (7, 100):
        q, k = drawn(rng, 1, 2, 10, 16), drawn(rng, 1, 2, 10, 16)
        program = Program()
        for start in (0, shift):
            program.call("rotate", q, counted(1, 10, start))
            program.call("rotate", k, counted(1, 10, start))
        found.append(
            Case("relative", "整体平移，分数不变", "scores stay when all moves on", program, same_scores(q))
        )
    x = drawn(rng, 3, 2, 6, 8)
    padded = torch.tensor([[0, 1, 2, 3, 4, 5], [0, 0, 0, 1, 2, 3], [40, 41, 42, 43, 44, 45]])
    found.append(one("positions", "每行位置不同", "rows with positions of their own", x, padded))
    found.append(
        one(
            "positions",
            "一个一个生成",
            "one token at a time",
            drawn(rng, 2, 2, 1, 8),
            torch.tensor([[31], [7]]),
        )
    )
    far = drawn(rng, 1, 2, 8, 32).half()
    found.append(
        one(
            "positions", "半精度，很远的位置", "half precision, far away", far, counted(1, 8, 3001), atol=4e-3
        )
    )
    return found
