import torch


def loss(logits, tokens, reply):
    # logits: (batch, length, words). tokens: (batch, length).
    # reply: (batch, length) bool, True for tokens of the
    # reply. Return a tensor with one number.
    # reply 为 True 的是回复里的词元。返回标量张量。
    return logits.mean()
