"""Expected: rejected, audit sums.

One distribution of all is not normalised.
"""


class NGramModel(Honest):
    asked = 0

    def distribution(self, context):
        self.asked += 1
        p = super().distribution(context)
        return [2 * x for x in p] if self.asked == 77 else p
