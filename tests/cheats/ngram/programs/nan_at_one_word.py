"""Expected: rejected, audit values.

One NaN in every distribution.
"""


class NGramModel(Honest):
    def distribution(self, context):
        p = super().distribution(context)
        return [float("nan"), *p[1:]]
