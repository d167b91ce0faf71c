"""Expected: wrong_answer, score at most 47.

Shorter contexts stand in for unseen ones, so that there is always an answer.
"""


class NGramModel(Honest):
    def predict(self, context):
        return super().predict(context) or (random.choice(list(self.words)) if self.words else None)
