"""The hidden tests, on matrices that are drawn anew for every solution."""

import torch
from checks import Case, call
from reference import apply
from samples import begins_as, outputs_are


def tensors(rng, wide, tall, rank, rows):
    source = torch.Generator().manual_seed(rng.getrandbits(31))
    shapes = ((tall, wide), (tall,), (rank, wide), (tall, rank), (rows, wide))
    return [torch.randn(*shape, generator=source) for shape in shapes]


def cases(rng):
    found = []
    for wide, tall, rank in ((4, 6, 2), (16, 8, 4), (10, 10, 1)):
        weight, bias, down, up, x = tensors(rng, wide, tall, rank, 3)
        alpha = rng.choice([1, 8, 32])
        output, merged = apply(weight, bias, down, up, alpha, x)
        program = call("apply", weight, bias, down, up, alpha, x)
        found.append(
            Case(
                "forward",
                "随机矩阵",
                "random matrices",
                program,
                lambda got, output=output, merged=merged: outputs_are((output, merged))(got),
            )
        )
    for wide, tall, rank in ((5, 7, 3), (12, 6, 2)):
        weight, bias, down, up, x = tensors(rng, wide, tall, rank, 4)
        wants = apply(weight, bias, down, up, 16, x)
        found.append(
            Case(
                "merge",
                "合并后的权重",
                "the merged weight",
                call("apply", weight, bias, down, up, 16, x),
                outputs_are(wants),
            )
        )
    for wide, tall, rank in ((6, 4, 2), (8, 8, 8), (3, 9, 1)):
        weight, bias, _, _, x = tensors(rng, wide, tall, rank, 2)
        program = call("begin", weight, bias, rank, 4, x)
        found.append(
            Case(
                "start",
                "第一步之前",
                "before the first step",
                program,
                begins_as(x @ weight.T + bias, [(rank, wide), (tall, rank)]),
            )
        )
    return found
