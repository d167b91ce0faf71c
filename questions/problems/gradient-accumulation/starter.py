import torch
from torch.nn import functional


def step(model, optimizer, micro_batches, max_norm):
    # micro_batches: a list of (inputs, targets), inputs of shape
    # (rows, length, size), targets (rows, length), -100 for padding.
    # One step of the optimiser; return the loss as a float.
    # 优化器走一步；返回损失（float）。
    return 0.0


# What follows is used by the tests; leave it as it is.
# 以下供测试使用，请勿改动。


def run(weight, bias, steps, lr, max_norm):
    model = torch.nn.Linear(weight.shape[1], weight.shape[0])
    with torch.no_grad():
        model.weight.copy_(weight)
        model.bias.copy_(bias)
    rows = []
    model.register_forward_hook(lambda _, given, output: rows.append(given[0].shape[0]))
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = [float(step(model, optimizer, batches, max_norm)) for batches in steps]
    return losses, model.weight.detach(), model.bias.detach(), rows
