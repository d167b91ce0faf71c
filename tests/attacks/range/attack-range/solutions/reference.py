"""Counts, interpolated with the frequencies of words: the honest part of the programs that attack."""

import random
from collections import Counter, defaultdict


class NGramModel:
    def __init__(self, n, vocabulary=None):
        self.n, self.vocabulary = n, vocabulary
        self.following = defaultdict(Counter)
        self.words = Counter()

    def train(self, sentences):
        for sentence in sentences:
            words = sentence.split() if isinstance(sentence, str) else sentence
            self.words.update(words)
            for end in range(self.n - 1, len(words)):
                self.following[tuple(words[end - self.n + 1 : end])][words[end]] += 1

    def predict(self, context):
        start = len(context) - (self.n - 1)
        counts = self.following.get(tuple(context)[start:]) if start >= 0 else None
        return random.choices(list(counts), weights=counts.values())[0] if counts else None

    def distribution(self, context):
        counts = self.following.get(tuple(context), {})
        seen, total = sum(counts.values()), sum(self.words[word] for word in self.vocabulary)
        return [(counts.get(w, 0) + 5 * self.words[w] / total) / (seen + 5) for w in self.vocabulary]
