"""Simple Good-Turing for what was never seen, on one order, with unigrams below."""

import math
import random
from collections import Counter


def straight_line(points):
    xs = [math.log(x) for x, _ in points]
    ys = [math.log(y) for _, y in points]
    mx = sum(xs) / len(xs)
    my = sum(ys) / len(ys)
    bottom = sum((x - mx) ** 2 for x in xs) or 1.0
    slope = sum((x - mx) * (y - my) for x, y in zip(xs, ys)) / bottom
    return my - slope * mx, slope


class NGramModel:
    def __init__(self, n, vocabulary=None):
        self.n = n
        self.vocabulary = list(vocabulary) if vocabulary is not None else None
        self.pairs = Counter()
        self.single = Counter()
        self.line = None

    def train(self, sentences):
        self.line = None
        for line in sentences:
            if not isinstance(line, list):
                line = line.split()
            self.single.update(line)
            last = len(line) - self.n
            at = 0
            while at <= last:
                self.pairs[tuple(line[at : at + self.n])] += 1
                at += 1

    def after(self, context):
        head = tuple(context[len(context) - self.n + 1 :])
        if len(head) != self.n - 1:
            return {}
        if not hasattr(self, "_after") or self._size != sum(self.pairs.values()):
            self._after, self._size = {}, sum(self.pairs.values())
            for gram, times in self.pairs.items():
                self._after.setdefault(gram[:-1], {})[gram[-1]] = times
        return self._after.get(head, {})

    def predict(self, context):
        options = self.after(context)
        if len(options) == 0:
            return None
        return random.sample(list(options), 1, counts=list(options.values()))[0]

    def adjusted(self, times):
        if self.line is None:
            self.line = straight_line(sorted(Counter(self.pairs.values()).items()))
        a, b = self.line
        if b > -1:
            return times * 0.8
        return times * (1 + 1 / times) ** (b + 1)

    def distribution(self, context):
        options = self.after(context)
        base = sum(self.single[word] + 1 for word in self.vocabulary)
        if not options:
            return [(self.single[word] + 1) / base for word in self.vocabulary]
        kept = {word: self.adjusted(times) for word, times in options.items()}
        mass = sum(options.values())
        rest = 1 - sum(kept.values()) / mass
        row = []
        for word in self.vocabulary:
            row.append(kept.get(word, 0.0) / mass + rest * (self.single[word] + 1) / base)
        whole = math.fsum(row)
        return [value / whole for value in row]
