"""Interpolated modified Kneser-Ney (Chen and Goodman 1998, section 4.1.6, "ModKN").

For a context h of k tokens, with c the count at that order, h' = h without its first token:

    p(w | h) = max(c(hw) - D(c(hw)), 0) / c(h.)  +  gamma(h) p(w | h')
    gamma(h) = (D1 N1(h.) + D2 N2(h.) + D3+ N3+(h.)) / c(h.)

At the highest order c is the count in the text; below it c(hw) is the number of different tokens that
stand before hw. The lowest order is interpolated with the uniform distribution.
"""

import random
from collections import Counter, defaultdict

import numpy as np


class NGramModel:
    def __init__(self, n, vocabulary=None):
        self.n = n
        self.column = {word: place for place, word in enumerate(vocabulary or [])}
        self.following = defaultdict(Counter)  # context of n - 1 tokens -> next word -> count
        self.levels = None

    def train(self, sentences):
        for sentence in sentences:
            words = sentence.split() if isinstance(sentence, str) else sentence
            for end in range(self.n - 1, len(words)):
                self.following[tuple(words[end - self.n + 1 : end])][words[end]] += 1
        self.levels = None

    def predict(self, context):
        context = tuple(context)
        start = len(context) - (self.n - 1)
        counts = self.following.get(context[start:]) if start >= 0 else None
        if counts is None:
            return None
        return random.choices(list(counts), weights=counts.values())[0]

    def distribution(self, context):
        if self.levels is None:
            self.levels = self.smoothed_levels()
        context = tuple(context)
        p = np.full(len(self.column), 1 / len(self.column))
        for length, (table, discounts) in enumerate(self.levels):
            counts = table.get(context[len(context) - length :])
            if counts:
                p = self.interpolated(counts, discounts, p)
        return p

    def interpolated(self, counts, discounts, lower):
        """One level: the discounted counts, and what was taken away spread as ``lower``."""
        columns = np.array([self.column[word] for word in counts])
        values = np.array(list(counts.values()))
        taken = discounts[np.minimum(values, 3)]
        p = lower * (taken.sum() / values.sum())
        p[columns] += (values - taken) / values.sum()
        return p

    def smoothed_levels(self):
        """For every context length from 0 to n - 1: (context -> Counter of next words, discounts)."""
        tables = [self.following]
        for _ in range(self.n - 1):
            lower = defaultdict(Counter)
            for context, counts in tables[0].items():
                lower[context[1:]].update(counts.keys())
            tables.insert(0, lower)
        return [(table, self.discounts(table)) for table in tables]

    @staticmethod
    def discounts(table):
        """D(0), D(1), D(2), D(3 and more) from the counts of counts (Chen and Goodman, eq. 26)."""
        of = Counter(value for counts in table.values() for value in counts.values())
        if all(of[value] for value in (1, 2, 3, 4)):
            y = of[1] / (of[1] + 2 * of[2])
            found = [value - (value + 1) * y * of[value + 1] / of[value] for value in (1, 2, 3)]
            if all(0 <= discount <= value for value, discount in enumerate(found, 1)):
                return np.array([0, *found])
        return np.array([0, 0.5, 1, 1.5])  # too little text to estimate them
