"""The hidden tests, on micro-batches that are drawn anew for every solution."""

import torch
from checks import Case, call
from reference import run
from samples import result_is

SIZE, WORDS = 5, 7


def parameters(rng):
    source = torch.Generator().manual_seed(rng.getrandbits(31))
    return torch.randn(WORDS, SIZE, generator=source), torch.randn(WORDS, generator=source)


def batch(rng, rows, length, kept):
    """Rows of one length, of which each keeps between 1 and ``kept`` targets; none, for a ``kept`` of 0."""
    source = torch.Generator().manual_seed(rng.getrandbits(31))
    inputs = torch.randn(rows, length, SIZE, generator=source) * 2
    targets = torch.randint(WORDS, (rows, length), generator=source)
    for row in range(rows):
        targets[row, rng.randint(1, kept) if kept else 0 :] = -100
    return inputs, targets


def one(rng, group, zh, en, steps, max_norm=None):
    given = (*parameters(rng), steps, 0.3, max_norm)
    return Case(group, zh, en, call("run", *given), result_is(*run(*given)))


def cases(rng):
    uneven = [(2, 12, 12), (1, 3, 2), (3, 7, 5)]
    empty = [batch(rng, 2, 6, 6), batch(rng, 2, 4, 0)]
    return [
        one(rng, "lengths", "一个微批次", "one micro-batch", [[batch(rng, 2, 6, 6)]]),
        one(rng, "lengths", "三个微批次", "three micro-batches", [[batch(rng, *shape) for shape in uneven]]),
        one(
            rng,
            "lengths",
            "八个微批次",
            "eight micro-batches",
            [[batch(rng, 1, 9, 1 + place) for place in range(8)]],
        ),
        one(rng, "lengths", "一个微批次里没有目标", "a micro-batch without a target", [empty]),
        one(
            rng,
            "clipping",
            "梯度被裁剪",
            "the gradient is clipped",
            [[batch(rng, *shape) for shape in uneven]],
            0.05,
        ),
        one(
            rng, "clipping", "不必裁剪", "nothing to clip", [[batch(rng, *shape) for shape in uneven]], 1000.0
        ),
        one(
            rng, "steps", "三步", "three steps", [[batch(rng, *shape) for shape in uneven] for _ in range(3)]
        ),
        one(
            rng,
            "steps",
            "三步，有裁剪",
            "three steps, clipped",
            [[batch(rng, *shape) for shape in uneven] for _ in range(3)],
            0.2,
        ),
        one(
            rng,
            "steps",
            "没有任何目标的一步",
            "a step without any target",
            [empty, [batch(rng, 1, 3, 0)], empty],
        ),
    ]
