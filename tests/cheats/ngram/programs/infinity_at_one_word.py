"""Expected: rejected, audit values.

One infinite probability in every distribution.
"""


class NGramModel(Honest):
    def distribution(self, context):
        p = super().distribution(context)
        return [float("inf"), *p[1:]]
