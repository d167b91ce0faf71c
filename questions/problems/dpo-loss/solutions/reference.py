"""Minus the log-sigmoid of beta times how much more the policy prefers the chosen reply than it did."""

import torch
from torch.nn import functional


def reply_log_probability(logits, tokens, reply):
    each = torch.log_softmax(logits[:, :-1], dim=-1)  # position i predicts token i + 1
    taken = each.gather(-1, tokens[:, 1:, None])[..., 0]  # (batch, length - 1)
    return (taken * reply[:, 1:]).sum(-1)


def loss(policy_chosen, policy_rejected, reference_chosen, reference_rejected, beta):
    policy = policy_chosen - policy_rejected
    reference = reference_chosen - reference_rejected
    return -functional.logsigmoid(beta * (policy - reference)).mean()
