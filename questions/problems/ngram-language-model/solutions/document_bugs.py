"""A model with two common bugs: it walks over a string's characters instead of its words, and its
range ends one too early, so that the last n-gram of each sentence is never learned."""

import random


class NGramModel:
    def __init__(self, n):
        self.n = n
        self.followers = {}

    def train(self, sentences):
        width = self.n - 1
        for sentence in sentences:
            for start in range(len(sentence) - self.n):
                key = tuple(sentence[start : start + width])
                self.followers.setdefault(key, []).append(sentence[start + width])

    def predict(self, context):
        candidates = self.followers.get(tuple(context))
        return random.choice(candidates) if candidates else None
