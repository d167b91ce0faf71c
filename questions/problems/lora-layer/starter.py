import torch
from torch import nn


class LoRALinear(nn.Module):
    # base: an nn.Linear, to be frozen.
    # base：要冻结的 nn.Linear。
    def __init__(self, base, rank, alpha):
        super().__init__()
        self.base = base
        self.down = nn.Parameter(torch.zeros(rank, base.in_features))
        self.up = nn.Parameter(torch.zeros(base.out_features, rank))

    def forward(self, x):
        return self.base(x)

    def merged(self):
        # The weight with the change in it. / 合并后的权重。
        return self.base.weight


# What follows is used by the tests; leave it as it is.
# 以下供测试使用，请勿改动。
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
