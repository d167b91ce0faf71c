"""Averages each reply first: a short one counts as much as a long one."""

from torch.nn import functional


def loss(logits, tokens, reply):
    predicted, target = logits[:, :-1], tokens[:, 1:]  # position i predicts token i + 1
    counted = reply[:, 1:]
    if not counted.any():
        return logits.sum() * 0.0
    each = functional.cross_entropy(
        predicted.transpose(1, 2), target, reduction="none"
    )  # (batch, length - 1)
    return ((each * counted).sum(1) / counted.sum(1).clamp(min=1)).mean()
