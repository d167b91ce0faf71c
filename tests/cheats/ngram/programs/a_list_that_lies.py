"""Expected: wrong_answer, audit format, score at most 40.

A list of one number that says it has as many as there are words.
"""


class Liar(list):
    def __len__(self):
        return 300


class NGramModel(Honest):
    def distribution(self, context):
        return Liar([0.5])
