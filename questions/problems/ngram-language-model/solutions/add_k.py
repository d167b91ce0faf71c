"""Add-k smoothing of the highest order, in plain Python: unseen words get too much of the mass."""

import random
from collections import Counter, defaultdict


class NGramModel:
    def __init__(self, n, vocabulary=None):
        self.n = n
        self.vocabulary = vocabulary
        self.following = defaultdict(Counter)

    def train(self, sentences):
        for sentence in sentences:
            words = sentence.split() if isinstance(sentence, str) else sentence
            for end in range(self.n - 1, len(words)):
                self.following[tuple(words[end - self.n + 1 : end])][words[end]] += 1

    def predict(self, context):
        context = tuple(context)
        start = len(context) - (self.n - 1)
        counts = self.following.get(context[start:]) if start >= 0 else None
        if counts is None:
            return None
        return random.choices(list(counts), weights=counts.values())[0]

    K = 0.01

    def distribution(self, context):
        counts = self.following.get(tuple(context), {})
        total = sum(counts.values()) + self.K * len(self.vocabulary)
        return [(counts.get(word, 0) + self.K) / total for word in self.vocabulary]
