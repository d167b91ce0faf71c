"""Words become integers, n-grams become rows of an array; counts come from numpy.unique."""

import numpy as np


class NGramModel:
    UNKNOWN = -1

    def __init__(self, n, vocabulary=None):
        self.n = n
        self.ids = {}
        self.words = []
        self.size = 0 if vocabulary is None else len(vocabulary)
        for word in vocabulary or ():
            self.id_of(word)
        self.rows = []
        self.index = None

    def id_of(self, word):
        known = self.ids.get(word)
        if known is None:
            known = self.ids[word] = len(self.words)
            self.words.append(word)
        return known

    def train(self, sentences):
        for sentence in sentences:
            tokens = sentence.split(" ") if hasattr(sentence, "split") else sentence
            codes = np.fromiter((self.id_of(t) for t in tokens if t), dtype=np.int64)
            if codes.size >= self.n:
                self.rows.append(np.lib.stride_tricks.sliding_window_view(codes, self.n))
        self.index = None

    def build(self):
        self.index = {}
        if not self.rows:
            return
        grams, counts = np.unique(np.concatenate(self.rows), axis=0, return_counts=True)
        for width in range(self.n):
            level = {}
            for gram, count in zip(grams[:, self.n - 1 - width :].tolist(), counts.tolist()):
                followers = level.setdefault(tuple(gram[:-1]), {})
                followers[gram[-1]] = followers.get(gram[-1], 0) + count
            self.index[width] = {
                key: (np.array(list(v)), np.array(list(v.values()), dtype=float)) for key, v in level.items()
            }

    def lookup(self, context, width):
        if self.index is None:
            self.build()
        if width > len(context):
            return None
        tail = tuple(self.ids.get(word, self.UNKNOWN) for word in context[len(context) - width :])
        return self.index.get(width, {}).get(tail)

    def predict(self, context):
        found = self.lookup(context, self.n - 1)
        if found is None:
            return None
        ids, counts = found
        return self.words[np.random.choice(ids, p=counts / counts.sum())]

    def distribution(self, context):
        probs = np.ones(self.size) / self.size
        for width in range(self.n):
            found = self.lookup(context, width)
            if found is not None:
                ids, counts = found
                inside = ids < self.size
                lam = counts.sum() / (counts.sum() + 3.0 * len(counts))
                probs = probs * (1 - lam)
                probs[ids[inside]] += lam * counts[inside] / counts.sum()
        return probs / probs.sum()
