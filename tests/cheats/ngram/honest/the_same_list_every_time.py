"""Fills one list again and again and returns it."""


class NGramModel(Honest):
    def __init__(self, n, vocabulary=None):
        super().__init__(n, vocabulary)
        self.row = [0.0] * len(vocabulary or ())

    def distribution(self, context):
        self.row[:] = super().distribution(context)
        return self.row
