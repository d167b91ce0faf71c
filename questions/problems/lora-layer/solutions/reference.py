"""The frozen weight and a product of two small matrices beside it, scaled by alpha / rank."""

import math

import torch
from torch import nn


class LoRALinear(nn.Module):
    def __init__(self, base, rank, alpha):
        super().__init__()
        self.base = base
        for parameter in base.parameters():
            parameter.requires_grad_(False)
        self.down = nn.Parameter(torch.empty(rank, base.in_features))
        self.up = nn.Parameter(torch.zeros(base.out_features, rank))
        nn.init.kaiming_uniform_(self.down, a=math.sqrt(5))
        self.scale = alpha / rank

    def forward(self, x):
        return self.base(x) + (x @ self.down.T @ self.up.T) * self.scale

    def merged(self):
        return self.base.weight + self.up @ self.down * self.scale


def wrap(weight, bias, rank, alpha):
    base = nn.Linear(weight.shape[1], weight.shape[0])
    with torch.no_grad():
        base.weight.copy_(weight)
        base.bias.copy_(bias)
    return LoRALinear(base, rank, alpha)


def apply(weight, bias, down, up, alpha, x):
    layer = wrap(weight, bias, down.shape[0], alpha)
    with torch.no_grad():
        layer.down.copy_(down)
        layer.up.copy_(up)
    return layer(x).detach(), layer.merged().detach()


def begin(weight, bias, rank, alpha, x):
    layer = wrap(weight, bias, rank, alpha)
    trained = sorted(tuple(one.shape) for one in layer.parameters() if one.requires_grad)
    return layer(x).detach(), trained, bool(layer.down.abs().sum() > 0)
