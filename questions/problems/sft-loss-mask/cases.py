"""The hidden tests, on logits that are drawn anew for every solution."""

import torch
from checks import Case, Program, call
from reference import loss
from samples import number_is


def drawn(rng, batch, length, words):
    source = torch.Generator().manual_seed(rng.getrandbits(31))
    logits = torch.randn(batch, length, words, generator=source) * 2
    tokens = torch.randint(words, (batch, length), generator=source)
    reply = torch.zeros(batch, length, dtype=torch.bool)
    for row in range(batch):
        start = rng.randint(1, length - 2)
        reply[row, start : rng.randint(start + 1, length)] = True
    return logits, tokens, reply


def cases(rng):
    found = []
    for shape in ((1, 6, 5), (3, 12, 20), (4, 30, 50)):
        given = drawn(rng, *shape)
        found.append(Case("values", "随机", "random", call("loss", *given), number_is(loss(*given))))
    logits, tokens, reply = drawn(rng, 2, 10, 8)
    found.append(
        Case(
            "values",
            "很大的 logits",
            "large logits",
            call("loss", logits * 200, tokens, reply),
            number_is(loss(logits * 200, tokens, reply)),
        )
    )
    nothing = torch.zeros_like(reply)
    found.append(
        Case("values", "没有回复", "no reply at all", call("loss", logits, tokens, nothing), number_is(0.0))
    )
    for _ in range(2):
        logits, tokens, reply = drawn(rng, 3, 14, 10)
        other = torch.where(reply, tokens, (tokens + 1) % 10)
        found.append(
            Case(
                "mask",
                "提示换了别的词元",
                "other tokens in the prompt",
                call("loss", logits, other, reply),
                number_is(loss(logits, other, reply)),
            )
        )
    long = torch.zeros(2, 14, dtype=torch.bool)
    long[0, 1:], long[1, 12:] = True, True
    logits, tokens, _ = drawn(rng, 2, 14, 10)
    found.append(
        Case(
            "mask",
            "长短不一的回复",
            "replies of unequal lengths",
            call("loss", logits, tokens, long),
            number_is(loss(logits, tokens, long)),
        )
    )
    for _ in range(2):
        logits, tokens, reply = drawn(rng, 2, 8, 6)
        leaf = logits.clone().requires_grad_()
        loss(leaf, tokens, reply).backward()
        program = Program()
        held = program.value(logits)
        program.method(held, "requires_grad_", keep=False)
        value = program.call("loss", held, tokens, reply, keep=False)
        program.method(value, "backward", keep=False)
        program.get(held, "grad")
        want = leaf.grad

        def check(got, want=want):
            from samples import Wrong, close

            if not isinstance(got, torch.Tensor):
                raise Wrong("没有梯度", "there is no gradient")
            close(got, want, 1e-4, 1e-6)

        found.append(Case("gradient", "对 logits 的梯度", "the gradient of the logits", program, check))
    return found
