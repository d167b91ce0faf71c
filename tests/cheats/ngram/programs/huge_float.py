"""Expected: rejected, audit values.

A number that float32 cannot hold.
"""


class NGramModel(Honest):
    def distribution(self, context):
        p = super().distribution(context)
        return [1e300, *p[1:]]
