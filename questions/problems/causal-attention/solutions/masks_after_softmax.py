"""Masks the weights, not the scores: rows do not sum to 1 any more."""

import math

import torch


def attention(q, k, v, padding=None):
    length = q.shape[-2]
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])  # (batch, heads, length, length)
    allowed = torch.ones(length, length, dtype=torch.bool).tril()
    if padding is not None:
        allowed = allowed & ~padding[:, None, None, :]  # (batch, 1, length, length)
    weights = torch.softmax(scores, dim=-1) * allowed
    return weights @ v
