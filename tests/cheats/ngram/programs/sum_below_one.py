"""Expected: rejected, audit sums.

A discount is taken from the seen words and given to nobody.
"""


class NGramModel(Honest):
    def distribution(self, context):
        return [0.9 * p for p in super().distribution(context)]
