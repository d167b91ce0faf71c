"""Expected: wrong_answer, audit format, score at most 40.

True for one word and False for all others.
"""


class NGramModel(Honest):
    def distribution(self, context):
        return [True] + [False] * (len(self.vocabulary) - 1)
