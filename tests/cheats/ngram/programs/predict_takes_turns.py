"""Expected: wrong_answer, score at most 78.

predict deals the words out evenly: the shares are right, the draws are not random.
"""


class NGramModel(Honest):
    def predict(self, context):
        start = len(context) - (self.n - 1)
        counts = self.following.get(tuple(context)[start:]) if start >= 0 else None
        if not counts:
            return None
        self.turn = getattr(self, "turn", -1) + 1
        return list(counts.elements())[self.turn % sum(counts.values())]
