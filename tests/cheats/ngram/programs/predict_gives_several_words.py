"""Expected: wrong_answer, score at most 43.

predict returns all the words that may follow.
"""


class NGramModel(Honest):
    def predict(self, context):
        counts = self.following.get(tuple(context)[len(context) - self.n + 1 :])
        return list(counts) if counts else None
