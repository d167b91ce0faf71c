"""Expected: wrong_answer, score at most 14.

Right answers to the public tests, from a table, and nothing else.
"""

TABLE = {
    ("hello",): ["world", "everyone"],
    ("everyone",): ["hello"],
    ("the",): ["cat"],
    ("cat",): ["sat"],
    ("we", "tune"): ["small", "large"],
    ("tune", "small"): ["models"],
    ("tune", "large"): ["models"],
}


class NGramModel:
    def __init__(self, n, vocabulary=None):
        self.vocabulary = vocabulary

    def train(self, sentences):
        pass

    def predict(self, context):
        return random.choice(TABLE.get(tuple(context), [None]))

    def distribution(self, context):
        return [1 / len(self.vocabulary)] * len(self.vocabulary)
