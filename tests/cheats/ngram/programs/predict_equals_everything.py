"""Expected: wrong_answer, score at most 43.

predict returns a str that is equal to everything.
"""


class Everything(str):
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0


class NGramModel(Honest):
    def predict(self, context):
        return Everything("x")
