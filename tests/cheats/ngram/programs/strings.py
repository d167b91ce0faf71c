"""Expected: wrong_answer, audit format, score at most 40.

Numbers as strings.
"""


class NGramModel(Honest):
    def distribution(self, context):
        return [str(p) for p in super().distribution(context)]
