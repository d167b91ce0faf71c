"""Expected: rejected, audit sums.

Every probability a thousandth too large.
"""


class NGramModel(Honest):
    def distribution(self, context):
        return [p * 1.001 for p in super().distribution(context)]
