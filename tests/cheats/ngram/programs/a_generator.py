"""Expected: wrong_answer, audit format, score at most 40.

A generator, which could be read once only.
"""


class NGramModel(Honest):
    def distribution(self, context):
        return (p for p in super().distribution(context))
