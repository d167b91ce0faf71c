"""Scaled dot products, a mask above the diagonal, softmax, the weighted sum of the values."""

import math

import torch


def attention(q, k, v, padding=None):
    length = q.shape[-2]
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])  # (batch, heads, length, length)
    allowed = torch.ones(length, length, dtype=torch.bool).tril()
    if padding is not None:
        allowed = allowed & ~padding[:, None, None, :]  # (batch, 1, length, length)
    scores = scores.masked_fill(~allowed, float("-inf"))
    weights = torch.softmax(scores, dim=-1).nan_to_num(0.0)
    return weights @ v
