"""Expected: no gain.

Every probability larger by half of what the tolerance of the sum allows.
"""


class NGramModel(Honest):
    def distribution(self, context):
        return [p * 1.00005 for p in super().distribution(context)]
