"""Trains for ever."""


class NGramModel:
    def __init__(self, n, vocabulary=None):
        self.n = n

    def train(self, sentences):
        while True:
            pass

    def predict(self, context):
        return None

    def distribution(self, context):
        return []
