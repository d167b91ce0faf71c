"""Expected: rejected, audit values.

A negative probability, so that others can be larger; the sum is 1.
"""


class NGramModel(Honest):
    def distribution(self, context):
        p = super().distribution(context)
        return [p[0] + p[1] + 0.1, -0.1, *p[2:]]
