"""Expected: wrong_answer, audit format, score at most 40.

An integer that no float can hold.
"""


class NGramModel(Honest):
    def distribution(self, context):
        return [10**400, *super().distribution(context)[1:]]
