"""Plain dictionaries from joined strings to counts; Jelinek-Mercer with weights fixed by hand."""

import random

SEPARATOR = "\x1f"
WEIGHTS = {1: 0.35, 2: 0.4, 3: 0.2}


def to_words(text):
    return text.split() if type(text) is str else list(text)


def pick(table):
    words = []
    for word in table:
        words.extend([word] * table[word])
    return random.choice(words)


class NGramModel:
    def __init__(self, n, vocabulary=None):
        self.n, self.vocabulary = n, vocabulary
        self.tables = {}

    def _remember(self, history, word):
        key = SEPARATOR.join(history)
        table = self.tables.setdefault((len(history), key), {})
        table.setdefault(word, 0)
        table[word] += 1

    def train(self, sentences):
        for words in map(to_words, sentences):
            for order in range(1, self.n + 1):
                grams = zip(*[words[offset:] for offset in range(order)])
                for *history, word in grams:
                    self._remember(history, word)

    def _look_up(self, history):
        return self.tables.get((len(history), SEPARATOR.join(history)))

    def predict(self, context):
        needed = self.n - 1
        if len(context) < needed:
            return None
        history = list(context)[-needed:] if needed else []
        table = self._look_up(history)
        return pick(table) if table else None

    def distribution(self, context):
        context = list(context)
        mixture = []
        for order in range(1, self.n + 1):
            history = context[len(context) - order + 1 :]
            table = self._look_up(history)
            if table:
                mixture.append((WEIGHTS.get(order, 0.1), table, sum(table.values())))
        used = sum(weight for weight, _, _ in mixture)
        uniform = max(0.05, 1 - used)
        scale = used + uniform
        result = []
        for word in self.vocabulary:
            p = uniform / len(self.vocabulary)
            p += sum(weight * table.get(word, 0) / total for weight, table, total in mixture)
            result.append(p / scale)
        return result
