"""The sample tests: what goes in, what should come out. Candidates see them."""

import math

from checks import Case, call, close


def number_is(want):
    """A check: a number close to ``want``."""

    def check(got):
        close(got, want, rtol=1e-6, atol=1e-9)

    return check


def cases(rng):
    halves = [math.log(0.5)] * 2
    return [
        Case("samples", "两个词元", "Two tokens", call("perplexity", halves), number_is(2.0),
             given="[log 0.5, log 0.5]", expected="2.0"),
    ]  # fmt: skip
