"""Expected: wrong_answer, score at most 40.

All of the mass on the first word.
"""


class NGramModel(Honest):
    def distribution(self, context):
        return [1.0] + [0.0] * (len(self.vocabulary) - 1)
