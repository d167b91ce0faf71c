"""A plain valid model. The other programs of this folder are appended to it."""

import random
from collections import Counter, defaultdict


class Honest:
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
        lower = (self.words[word] / total for word in self.vocabulary)
        return [
            (counts.get(word, 0) + 5 * p) / (seen + 5) for word, p in zip(self.vocabulary, lower, strict=True)
        ]


class NGramModel(Honest):
    pass
