"""Takes the scale for a constant: it depends on every number of the row."""

import numpy as np


def forward(x, weight, eps):
    scale = 1.0 / np.sqrt((x**2).mean(-1, keepdims=True) + eps)  # (rows, 1)
    return x * scale * weight


def backward(x, weight, eps, grad):
    scale = 1.0 / np.sqrt((x**2).mean(-1, keepdims=True) + eps)  # (rows, 1)
    inner = grad * weight
    return inner * scale, (grad * x * scale).sum(0)
