"""Expected: wrong_answer, audit format, score at most 40.

One probability more than there are words.
"""


class NGramModel(Honest):
    def distribution(self, context):
        return [*super().distribution(context), 0.0]
