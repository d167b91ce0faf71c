"""The other layout: neighbours are pairs. It is as good, but these weights were not trained with it."""

import torch


def rotate(x, positions, base=10000.0):
    half = x.shape[-1] // 2
    frequency = base ** (-torch.arange(half, dtype=torch.float32) / half)  # (half,)
    angle = positions[:, None, :, None].float() * frequency  # (batch, 1, length, half)
    cosine, sine = angle.cos(), angle.sin()
    first, second = x[..., 0::2].float(), x[..., 1::2].float()
    turned = torch.stack([first * cosine - second * sine, second * cosine + first * sine], dim=-1)
    return turned.flatten(-2).to(x.dtype)
