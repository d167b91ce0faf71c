"""The sample tests: what goes in, what should come out."""

import torch
from checks import Case, Program, Wrong, close


def tensors_are(*wants, rtol=1e-4, atol=1e-5):
    """A check: as many tensors, each close to its own."""

    def check(*gots):
        for got, want in zip(gots, wants):
            close(got, want, rtol, atol)

    return check


def lengths_are(*wants):
    """A check: as many ints."""

    def check(*gots):
        if [type(got) for got in gots] != [int] * len(wants) or list(gots) != list(wants):
            raise Wrong("length 返回的位置数不对", "length returns a wrong number of positions")

    return check


def cases(rng):
    k = [torch.tensor([[[[1.0, 0.0]]]]), torch.tensor([[[[0.0, 1.0]]]])]
    v = [torch.tensor([[[[1.0, 2.0]]]]), torch.tensor([[[[3.0, 4.0]]]])]
    program, counting = Program(), Program()
    cache, other = program.new("KVCache", 1), counting.new("KVCache", 1)
    for step in range(2):
        program.method(cache, "attend", 0, k[step], k[step], v[step])
    counting.method(other, "length")
    counting.method(other, "attend", 0, k[0], k[0], v[0], keep=False)
    counting.method(other, "length")
    given = "KVCache(1); first q = k = [1, 0] and v = [1, 2], then q = k = [0, 1] and v = [3, 4]"
    second = torch.tensor([[[[2.3395, 3.3395]]]])
    return [
        Case(
            "samples",
            "一个接一个",
            "One after the other",
            program,
            tensors_are(v[0], second, atol=1e-3),
            given=given,
            expected="[1, 2], then [2.3395, 3.3395]",
        ),
        Case(
            "samples",
            "位置数",
            "The length",
            counting,
            lengths_are(0, 1),
            given="length() before and after one token",
            expected="0, then 1",
        ),
    ]
