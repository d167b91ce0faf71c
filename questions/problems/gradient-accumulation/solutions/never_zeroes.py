"""Carries the gradient of the last step on into the next."""

import torch
from torch.nn import functional


def step(model, optimizer, micro_batches, max_norm):
    count = sum(int((targets != -100).sum()) for _, targets in micro_batches)
    total = 0.0
    for inputs, targets in micro_batches:
        logits = model(inputs)  # (rows, length, words)
        summed = functional.cross_entropy(
            logits.flatten(0, 1), targets.flatten(), ignore_index=-100, reduction="sum"
        )
        (summed / max(count, 1)).backward()
        total += float(summed.detach())
    if max_norm is not None:
        torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return total / max(count, 1)


# What follows is used by the tests; leave it as it is.
# 以下供测试使用，请勿改动。


def run(weight, bias, steps, lr, max_norm):
    model = torch.nn.Linear(weight.shape[1], weight.shape[0])
    with torch.no_grad():
        model.weight.copy_(weight)
        model.bias.copy_(bias)
    rows = []
    model.register_forward_hook(lambda _, given, output: rows.append(given[0].shape[0]))
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = [float(step(model, optimizer, batches, max_norm)) for batches in steps]
    return losses, model.weight.detach(), model.bias.detach(), rows
