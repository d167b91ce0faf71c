"""The hidden tests, drawn anew for every solution: ``rng`` is the only source of chance."""

import math

from checks import Case, call
from reference import perplexity
from samples import number_is


def one(group, zh, en, log_probs):
    return Case(group, zh, en, call("perplexity", log_probs), number_is(perplexity(log_probs)))


def cases(rng):
    found = []
    for size in (1, 7, 100):
        log_probs = [math.log(rng.uniform(0.01, 1.0)) for _ in range(size)]
        found.append(one("values", "随机", "random", log_probs))
    found.append(one("edges", "没有词元", "no token", []))
    found.append(one("edges", "概率为 0", "a probability of 0", [-1.0, -math.inf]))
    return found
