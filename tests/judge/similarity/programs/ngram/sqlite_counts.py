"""The counts live in a database in memory, and SQL adds them up."""

import random
import sqlite3


class NGramModel:
    def __init__(self, n, vocabulary=None):
        self.n = n
        self.vocabulary = vocabulary
        self.db = sqlite3.connect(":memory:", check_same_thread=False)
        self.db.execute("create table gram (past text, word text, times integer, primary key (past, word))")

    def train(self, sentences):
        with self.db:
            self.db.executemany(
                "insert into gram values (?, ?, 1) on conflict do update set times = times + 1",
                self.grams(sentences),
            )

    def grams(self, sentences):
        for sentence in sentences:
            tokens = sentence
            if isinstance(tokens, str):
                tokens = tokens.split()
            position = 0
            while position < len(tokens):
                longest = min(self.n - 1, position)
                for length in range(longest + 1):
                    yield f"{length} " + " ".join(tokens[position - length : position]), tokens[position]
                position += 1

    def followers(self, past):
        key = f"{len(past)} " + " ".join(past)
        return self.db.execute("select word, times from gram where past = ?", (key,)).fetchall()

    def predict(self, context):
        length = self.n - 1
        if length > len(context):
            return None
        rows = self.followers(context[len(context) - length :])
        if not rows:
            return None
        words, times = zip(*rows)
        return random.choices(words, weights=times).pop()

    def distribution(self, context):
        tail = list(context[-(self.n - 1) :]) if self.n > 1 else []
        levels = [dict(self.followers(tail[cut:])) for cut in range(len(tail) + 1)]
        return self.normalise([self.score(word, levels) for word in self.vocabulary])

    def score(self, word, levels):
        value = 1e-6
        for level in reversed(levels):
            if level:
                value = 0.3 * value + 0.7 * level.get(word, 0) / sum(level.values())
        return value

    @staticmethod
    def normalise(values):
        total = sum(values)
        return [value / total for value in values]
