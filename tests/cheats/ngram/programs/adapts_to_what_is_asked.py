"""Expected: rejected, audit replay.

Counts the words of every question: it learns from the test as it goes.
"""


class NGramModel(Honest):
    def distribution(self, context):
        p = super().distribution(context)
        self.words.update(list(context) * 1000)
        return p
