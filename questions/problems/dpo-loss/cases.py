"""The hidden tests, on numbers that are drawn anew for every solution."""

import torch
from checks import Case, call
from reference import loss, reply_log_probability
from samples import numbers_are


def drawn(rng, batch, length, words):
    source = torch.Generator().manual_seed(rng.getrandbits(31))
    logits = torch.randn(batch, length, words, generator=source) * 3
    tokens = torch.randint(words, (batch, length), generator=source)
    reply = torch.zeros(batch, length, dtype=torch.bool)
    for row in range(batch):
        reply[row, rng.randint(1, length - 1) :] = True
    return logits, tokens, reply


def pairs(rng, batch, spread):
    source = torch.Generator().manual_seed(rng.getrandbits(31))
    return [-torch.rand(batch, generator=source) * spread for _ in range(4)]


def cases(rng):
    found = []
    for shape in ((1, 5, 4), (3, 12, 9), (4, 20, 30)):
        given = drawn(rng, *shape)
        want = reply_log_probability(*given)
        found.append(
            Case(
                "log_probability", "随机", "random", call("reply_log_probability", *given), numbers_are(want)
            )
        )
    for batch, spread in ((1, 5.0), (4, 20.0), (16, 60.0)):
        four, beta = pairs(rng, batch, spread), rng.choice([0.05, 0.1, 0.5])
        found.append(
            Case(
                "loss", "随机的对", "random pairs", call("loss", *four, beta), numbers_are(loss(*four, beta))
            )
        )
    for sign in (1.0, -1.0):
        four = [torch.tensor([value * sign]) for value in (-900.0, -1.0, 0.0, 0.0)]
        found.append(
            Case("extremes", "相差极大", "far apart", call("loss", *four, 1.0), numbers_are(loss(*four, 1.0)))
        )
    equal = [torch.tensor([-3.0, -4.0])] * 4
    found.append(
        Case(
            "extremes", "毫无偏好", "no preference", call("loss", *equal, 0.3), numbers_are(loss(*equal, 0.3))
        )
    )
    return found
