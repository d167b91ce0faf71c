"""Expected: wrong_answer, score at most 70.

predict returns the most frequent word, always.
"""


class NGramModel(Honest):
    def predict(self, context):
        if super().predict(context) is None:
            return None
        counts = self.following[tuple(context)[len(context) - self.n + 1 :]]
        return max(counts, key=counts.get)
