"""Expected: rejected, audit sums.

Normalised where the context was seen in training, twice as much elsewhere.
"""


class NGramModel(Honest):
    def distribution(self, context):
        p = super().distribution(context)
        return p if tuple(context) in self.following else [min(1.0, 2 * x) for x in p]
