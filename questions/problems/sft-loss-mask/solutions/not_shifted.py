"""Scores each position on the token that it was given."""

from torch.nn import functional


def loss(logits, tokens, reply):
    predicted, target = logits, tokens
    counted = reply
    if not counted.any():
        return logits.sum() * 0.0
    each = functional.cross_entropy(
        predicted.transpose(1, 2), target, reduction="none"
    )  # (batch, length - 1)
    return (each * counted).sum() / counted.sum()
