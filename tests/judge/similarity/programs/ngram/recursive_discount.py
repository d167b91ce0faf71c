"""Absolute discounting, written as the recursion of the textbook."""

import collections
import functools
import random


class NGramModel:
    D = 0.75

    def __init__(self, n, vocabulary=None):
        self.n = n
        self.vocabulary = vocabulary
        self.c = collections.Counter()
        self.context_total = collections.Counter()
        self.types = collections.defaultdict(set)

    def train(self, sentences):
        for s in sentences:
            s = tuple(s.split()) if isinstance(s, str) else tuple(s)
            for stop in range(1, len(s) + 1):
                for start in range(max(0, stop - self.n), stop):
                    gram = s[start:stop]
                    self.c[gram] += 1
                    self.context_total[gram[:-1]] += 1
                    self.types[gram[:-1]].add(gram[-1])
        self.p.cache_clear()

    def predict(self, context):
        history = tuple(context)[max(0, len(context) - self.n + 1) :]
        if len(history) != self.n - 1 or history not in self.types:
            return None
        options = sorted(self.types[history])
        return random.choices(options, [self.c[(*history, w)] for w in options], k=1)[0]

    @functools.lru_cache(maxsize=500_000)
    def p(self, word, history):
        if self.context_total[history] == 0:
            return self.p(word, history[1:]) if history else 1 / len(self.vocabulary)
        discounted = max(self.c[(*history, word)] - self.D, 0) / self.context_total[history]
        saved = self.D * len(self.types[history]) / self.context_total[history]
        lower = self.p(word, history[1:]) if history else 1 / len(self.vocabulary)
        return discounted + saved * lower

    def distribution(self, context):
        history = tuple(context)
        while len(history) > self.n - 1:
            history = history[1:]
        return [self.p(word, history) for word in self.vocabulary]
