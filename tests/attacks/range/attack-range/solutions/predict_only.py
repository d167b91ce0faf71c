"""The honest part of programs that ask for more points than they have: it earns 40 and no more."""

import random
from collections import Counter, defaultdict


class NGramModel:
    def __init__(self, n, vocabulary=None):
        self.n = n
        self.following = defaultdict(Counter)

    def train(self, sentences):
        for sentence in sentences:
            words = sentence.split() if isinstance(sentence, str) else sentence
            for end in range(self.n - 1, len(words)):
                self.following[tuple(words[end - self.n + 1 : end])][words[end]] += 1

    def predict(self, context):
        start = len(context) - (self.n - 1)
        counts = self.following.get(tuple(context)[start:]) if start >= 0 else None
        return random.choices(list(counts), weights=counts.values())[0] if counts else None
