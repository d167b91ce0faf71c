"""Closures and itertools; the class only hands over. Witten-Bell."""

import itertools
import operator
import random
from collections import Counter, defaultdict
from functools import reduce


def windows(iterable, size):
    copies = itertools.tee(iterable, size)
    for skip, copy in enumerate(copies):
        next(itertools.islice(copy, skip, skip), None)
    return zip(*copies)


def counted(sentences, size):
    table = defaultdict(Counter)
    pieces = itertools.chain.from_iterable(windows(iter(words), size) for words in sentences)
    for piece in pieces:
        table[piece[:-1]].update(piece[-1:])
    return table


def merged(left, right):
    for key in right:
        left[key] += right[key]
    return left


def blend(p, counts, place):
    n, t = sum(counts.values()), len(counts)
    q = [x * t / (n + t) for x in p]
    for word, c in counts.items():
        if word in place:
            q[place[word]] += c / (n + t)
    return q


class NGramModel:
    def __init__(self, n, vocabulary=None):
        self.n = n
        self.place = dict(zip(vocabulary, itertools.count())) if vocabulary else {}
        self.tables = {size: defaultdict(Counter) for size in range(1, n + 1)}

    def train(self, sentences):
        lists = [s.split() if isinstance(s, str) else s for s in sentences]
        self.tables = {size: merged(table, counted(lists, size)) for size, table in self.tables.items()}

    def predict(self, context):
        key = tuple(itertools.islice(context, max(0, len(context) - self.n + 1), None))
        table = self.tables[self.n]
        if key not in table:
            return None
        bounds = list(itertools.accumulate(table[key].values()))
        target = random.randrange(bounds[-1])
        return next(w for w, bound in zip(table[key], bounds) if operator.lt(target, bound))

    def distribution(self, context):
        flat = [1 / len(self.place)] * len(self.place)
        known = (
            self.tables[size].get(tuple(context[len(context) - size + 1 :])) for size in range(1, self.n + 1)
        )
        p = reduce(lambda q, counts: blend(q, counts, self.place), filter(None, known), flat)
        total = sum(p)
        return [x / total for x in p]
