"""Whole numbers are numbers; the perplexity is infinite."""


class NGramModel(Honest):
    def distribution(self, context):
        return [1] + [0] * (len(self.vocabulary) - 1)
