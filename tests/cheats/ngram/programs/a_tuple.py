"""Expected: no effect.

A tuple in place of a list: accepted.
"""


class NGramModel(Honest):
    def distribution(self, context):
        return tuple(super().distribution(context))
