"""Expected: rejected, audit sums.

Only a context that is asked a second time gets a normalised distribution, in case that is what is audited.
"""


class NGramModel(Honest):
    def distribution(self, context):
        self.asked = getattr(self, "asked", Counter())
        self.asked[tuple(context)] += 1
        p = super().distribution(context)
        return p if self.asked[tuple(context)] > 1 else [min(1.0, 1.5 * x) for x in p]
