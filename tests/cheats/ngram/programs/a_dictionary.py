"""Expected: wrong_answer, audit format, score at most 40.

A dictionary from word to probability.
"""


class NGramModel(Honest):
    def distribution(self, context):
        return dict(zip(self.vocabulary, super().distribution(context), strict=True))
