"""The hidden tests, on tensors that are drawn anew for every solution."""

import torch
from checks import Case, Program, Wrong, call
from reference import attention
from samples import tensor_is


def tensors(rng, batch, heads, length, size):
    source = torch.Generator().manual_seed(rng.getrandbits(31))
    return [torch.randn(batch, heads, length, size, generator=source) for _ in range(3)]


def unchanged(place):
    """A check: two outputs are the same before ``place``."""

    def check(one, other):
        if not (
            isinstance(one, torch.Tensor) and isinstance(other, torch.Tensor) and one.shape == other.shape
        ):
            raise Wrong("应返回形状相同的 torch.Tensor", "tensors of one shape should be returned")
        if not torch.equal(one[..., :place, :], other[..., :place, :]):
            raise Wrong("输出依赖于后面的词元", "an output depends on tokens that come later")
        if torch.allclose(one[..., place:, :], other[..., place:, :]):
            raise Wrong("输出不依赖于它之前的词元", "an output does not depend on tokens before it")

    return check


def cases(rng):
    found = []
    for shape in ((1, 1, 5, 4), (2, 3, 7, 8), (3, 2, 16, 32)):
        q, k, v = tensors(rng, *shape)
        found.append(
            Case(
                "values",
                "随机张量",
                "random tensors",
                call("attention", q, k, v),
                tensor_is(attention(q, k, v)),
            )
        )
    q, k, v = tensors(rng, 1, 2, 6, 4)
    found.append(
        Case(
            "values",
            "很大的分数",
            "large scores",
            call("attention", q * 60, k * 60, v),
            tensor_is(attention(q * 60, k * 60, v)),
        )
    )
    found.append(
        Case(
            "values",
            "一个词元",
            "one token",
            call("attention", q[..., :1, :], k[..., :1, :], v[..., :1, :]),
            tensor_is(v[..., :1, :]),
        )
    )
    for _ in range(2):
        q, k, v = tensors(rng, 2, 2, 9, 8)
        place = rng.randint(3, 7)
        changed = v.clone()
        changed[..., place, :] += 5.0
        later = k.clone()
        later[..., place, :] -= 3.0
        program = Program()
        program.call("attention", q, k, v)
        program.call("attention", q, later, changed)
        found.append(Case("causal", "改动后面的词元", "a later token is changed", program, unchanged(place)))
    for front in (False, True):
        q, k, v = tensors(rng, 2, 2, 8, 4)
        padding = torch.zeros(2, 8, dtype=torch.bool)
        padding[1, :3] = front
        padding[1, 6:] = not front
        want = attention(q, k, v, padding)
        zh, en = ("左侧填充", "padding in front") if front else ("右侧填充", "padding at the end")
        found.append(Case("padding", zh, en, call("attention", q, k, v, padding), tensor_is(want)))
    return found
