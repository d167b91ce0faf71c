"""Copied from joined_keys by hand: helpers put in line, comprehensions unrolled, other numbers."""

import random


class NGramModel:
    def __init__(self, n, vocabulary=None):
        self.vocab = vocabulary
        self.order = n
        self.memory = {}

    def predict(self, context):
        k = self.order - 1
        if len(context) < k:
            return None
        if k:
            past = list(context)[-k:]
        else:
            past = []
        options = self.find(past)
        if not options:
            return None
        bag = []
        for option in options:
            bag.extend([option] * options[option])
        return random.choice(bag)

    def find(self, past):
        return self.memory.get((len(past), "|".join(past)))

    def train(self, sentences):
        for text in sentences:
            tokens = text.split() if isinstance(text, str) else list(text)
            for size in range(1, self.order + 1):
                for *past, token in zip(*[tokens[skip:] for skip in range(size)]):
                    key = "|".join(past)
                    options = self.memory.setdefault((len(past), key), {})
                    options[token] = options.get(token, 0) + 1

    def distribution(self, context):
        past = list(context)
        parts = []
        for size in range(1, self.order + 1):
            options = self.find(past[len(past) - size + 1 :])
            if options:
                parts.append(([0, 0.3, 0.45, 0.15][size], options, sum(options.values())))
        taken = sum(part[0] for part in parts)
        rest = max(0.05, 1 - taken)
        out = []
        for token in self.vocab:
            value = rest / len(self.vocab)
            for weight, options, total in parts:
                value += weight * options.get(token, 0) / total
            out.append(value / (taken + rest))
        return out
