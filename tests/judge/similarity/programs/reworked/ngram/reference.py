"""Copied from the reference solution by hand: names, order, loops and expressions are others."""

import random
import collections
import numpy


class NGramModel:
    def __init__(self, n, vocabulary=None):
        self.order = n
        self.positions = {}
        for i, token in enumerate(vocabulary or []):
            self.positions[token] = i
        self.stages = None
        self.successors = collections.defaultdict(collections.Counter)

    def distribution(self, context):
        if not self.stages:
            self.stages = self.prepare()
        history = tuple(context)
        size = len(self.positions)
        probability = numpy.full(size, 1 / size)
        k = 0
        for table, d in self.stages:
            found = table.get(history[len(history) - k :])
            if found:
                idx = numpy.array([self.positions[w] for w in found])
                freq = numpy.array(list(found.values()))
                cut = d[numpy.minimum(freq, 3)]
                total = freq.sum()
                probability = probability * (cut.sum() / total)
                probability[idx] += (freq - cut) / total
            k += 1
        return probability

    def prepare(self):
        levels = [self.successors]
        while len(levels) < self.order:
            below = collections.defaultdict(collections.Counter)
            for key, nexts in levels[0].items():
                below[key[1:]].update(nexts.keys())
            levels.insert(0, below)
        return [(level, self.cuts(level)) for level in levels]

    @staticmethod
    def cuts(level):
        n = collections.Counter()
        for nexts in level.values():
            for value in nexts.values():
                n[value] += 1
        if n[1] and n[2] and n[3] and n[4]:
            y = n[1] / (n[1] + 2 * n[2])
            values = [k - (k + 1) * y * n[k + 1] / n[k] for k in (1, 2, 3)]
            if all(0 <= value <= k for k, value in enumerate(values, 1)):
                return numpy.array([0, *values])
        return numpy.array([0, 0.5, 1, 1.5])

    def predict(self, context):
        history = tuple(context)
        begin = len(history) - (self.order - 1)
        if begin < 0:
            return None
        nexts = self.successors.get(history[begin:])
        if nexts is None:
            return None
        return random.choices(list(nexts), weights=nexts.values())[0]

    def train(self, sentences):
        self.stages = None
        for line in sentences:
            if isinstance(line, str):
                line = line.split()
            for i in range(self.order - 1, len(line)):
                self.successors[tuple(line[i - self.order + 1 : i])][line[i]] += 1
