"""Computes the angles in the type of x: in half precision far positions are one place."""

import torch


def rotate(x, positions, base=10000.0):
    half = x.shape[-1] // 2
    frequency = base ** (-torch.arange(half, dtype=torch.float32) / half)  # (half,)
    angle = positions[:, None, :, None].to(x.dtype) * frequency.to(x.dtype)  # (batch, 1, length, half)
    cosine, sine = angle.cos(), angle.sin()
    first, second = x[..., :half].float(), x[..., half:].float()
    turned = torch.cat([first * cosine - second * sine, second * cosine + first * sine], dim=-1)
    return turned.to(x.dtype)
