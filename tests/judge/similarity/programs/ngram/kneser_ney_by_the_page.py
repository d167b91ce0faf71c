"""Modified Kneser-Ney as the problem's explanation tells it: the reference's algorithm, in other structures."""

import bisect
import random

import numpy as np


def tokens_of(sentence):
    return sentence if not isinstance(sentence, str) else sentence.split()


class Level:
    """All contexts of one length."""

    def __init__(self):
        self.table = {}
        self.d = [0.0, 0.5, 1.0, 1.5]

    def count(self, context, word, by=1):
        row = self.table.setdefault(context, {})
        row[word] = row.get(word, 0) + by

    def lower(self):
        """The level below: how many different words stand before."""
        below = Level()
        for context, row in self.table.items():
            for word in row:
                below.count(context[1:], word)
        return below

    def estimate(self):
        n = [0] * 5
        for row in self.table.values():
            for c in row.values():
                if c < 5:
                    n[c] += 1
        if n[1] == 0 or n[2] == 0 or n[3] == 0:
            return
        y = n[1] / (n[1] + 2.0 * n[2])
        d1 = 1 - 2 * y * n[2] / n[1]
        d2 = 2 - 3 * y * n[3] / n[2]
        d3 = 3 - 4 * y * n[4] / n[3]
        if d1 > 0 and d2 > 0 and 0 < d3 < 3:
            self.d = [0.0, d1, d2, d3]

    def discount(self, c):
        return self.d[c] if c < 3 else self.d[3]


class NGramModel:
    def __init__(self, n, vocabulary=None):
        self.n = n
        self.vocabulary = vocabulary
        self.where = None if vocabulary is None else {w: i for i, w in enumerate(vocabulary)}
        self.top = Level()
        self.ladder = []

    def train(self, sentences):
        size = self.n
        for sentence in sentences:
            words = tokens_of(sentence)
            for i in range(len(words) - size + 1):
                gram = words[i : i + size]
                self.top.count(tuple(gram[:-1]), gram[-1])
        self.ladder = []

    def climb(self):
        ladder = [self.top]
        while len(ladder) < self.n:
            ladder.append(ladder[-1].lower())
        for level in ladder:
            level.estimate()
        ladder.reverse()
        return ladder

    def predict(self, context):
        k = self.n - 1
        if len(context) < k:
            return None
        row = self.top.table.get(tuple(context[len(context) - k :]))
        if not row:
            return None
        words, sums = [], []
        so_far = 0
        for word, c in row.items():
            so_far += c
            words.append(word)
            sums.append(so_far)
        return words[bisect.bisect_right(sums, random.random() * so_far)]

    def distribution(self, context):
        if not self.ladder:
            self.ladder = self.climb()
        v = len(self.vocabulary)
        p = np.ones(v) / v
        for k, level in enumerate(self.ladder):
            if k > len(context):
                break
            row = level.table.get(tuple(context[len(context) - k :]))
            if not row:
                continue
            total = sum(row.values())
            gamma = sum(level.discount(c) for c in row.values()) / total
            p = gamma * p
            for word, c in row.items():
                p[self.where[word]] += (c - level.discount(c)) / total
        return p
