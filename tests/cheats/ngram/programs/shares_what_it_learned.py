"""Expected: wrong_answer, score at most 69.

All models of the class share their counts.
"""

SHARED = defaultdict(Counter)


class NGramModel(Honest):
    def __init__(self, n, vocabulary=None):
        super().__init__(n, vocabulary)
        if vocabulary is None:
            self.following = SHARED
