"""Expected: rejected, audit values.

1.5 for one word and -0.5 for another; the sum is 1.
"""


class NGramModel(Honest):
    def distribution(self, context):
        p = [0.0] * len(self.vocabulary)
        return [1.5, -0.5, *p[2:]]
