"""Interpolated Witten-Bell smoothing: a context shares mass in proportion to its different next words."""

import random
from collections import Counter, defaultdict

import numpy as np

START = ["<s>"]  # never a target


class NGramModel:
    def __init__(self, n, vocabulary=None):
        self.n = n
        self.vocabulary = vocabulary or []
        self.column = {word: place for place, word in enumerate(self.vocabulary)}
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

    def distribution(self, context):
        p = np.full(len(self.vocabulary), 1 / len(self.vocabulary))
        for length in range(self.n):
            counts = self.orders[length].get(tuple(context)[len(context) - length :])
            if not counts:
                continue
            total, different = sum(counts.values()), len(counts)
            p *= different / (total + different)
            columns = [self.column[word] for word in counts]
            p[columns] += np.array(list(counts.values())) / (total + different)
        return p
