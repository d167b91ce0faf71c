import torch


def reply_log_probability(logits, tokens, reply):
    # The log-probability of each reply: (batch,).
    # 每条回复的对数概率，形状 (batch,)。
    return logits.sum((1, 2))


def loss(policy_chosen, policy_rejected, reference_chosen, reference_rejected, beta):
    # Log-probabilities of replies, each (batch,).
    # 各回复的对数概率，形状均为 (batch,)。
    return policy_chosen.mean()
