"""Expected: rejected, audit replay.

Moves a random share of the mass at every call.
"""


class NGramModel(Honest):
    def distribution(self, context):
        p = super().distribution(context)
        share = random.random() / 2
        return [p[0] * (1 - share), p[1] + p[0] * share, *p[2:]]
