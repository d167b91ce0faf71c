"""Expected: rejected, audit sums.

0.9 for every word: high on whatever is looked at.
"""


class NGramModel(Honest):
    def distribution(self, context):
        return [0.9] * len(self.vocabulary)
