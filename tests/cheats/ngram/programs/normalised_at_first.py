"""Expected: rejected, audit sums.

The first fifty distributions are normalised, all later ones are twice as large.
"""


class NGramModel(Honest):
    asked = 0

    def distribution(self, context):
        self.asked += 1
        p = super().distribution(context)
        return p if self.asked <= 50 else [min(1.0, 2 * x) for x in p]
