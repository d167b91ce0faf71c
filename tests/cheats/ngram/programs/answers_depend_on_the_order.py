"""Expected: rejected, audit replay.

Every second distribution is the one that was asked for before.
"""


class NGramModel(Honest):
    before = ()

    def distribution(self, context):
        used, self.before = self.before or context, context
        return super().distribution(used)
