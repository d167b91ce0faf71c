"""Stupid back-off (Brants et al. 2007): scores, not probabilities. They do not sum to 1."""

import random
from collections import Counter, defaultdict

START = ["<s>"]  # never a target


class NGramModel:
    def __init__(self, n, vocabulary=None):
        self.n = n
        self.vocabulary = vocabulary or []
        self.orders = [defaultdict(Counter) for _ in range(n)]  # by context length

    def train(self, sentences):
        for sentence in sentences:
            words = sentence.split() if isinstance(sentence, str) else sentence
            for length, following in enumerate(self.orders):
                for end in range(max(length, 1 if words[:1] == START else 0), len(words)):
                    following[tuple(words[end - length : end])][words[end]] += 1

    def predict(self, context):
        context = tuple(context)
        start = len(context) - (self.n - 1)
        counts = self.orders[-1].get(context[start:]) if start >= 0 else None
        if counts is None:
            return None
        return random.choices(list(counts), weights=counts.values())[0]

    BACKOFF = 0.4

    def distribution(self, context):
        scores = {}
        weight = 1.0
        for length in range(self.n - 1, -1, -1):
            counts = self.orders[length].get(tuple(context)[len(context) - length :], {})
            total = sum(counts.values())
            for word, count in counts.items():
                scores.setdefault(word, weight * count / total)
            weight *= self.BACKOFF
        return [scores.get(word, 0.0) for word in self.vocabulary]
