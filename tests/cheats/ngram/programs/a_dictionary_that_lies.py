"""Expected: wrong_answer, audit format, score at most 40.

A dictionary with the length of the vocabulary that gives other numbers at every walk through it.
"""


class Liar(dict):
    def __len__(self):
        return 300

    def __iter__(self):
        return iter([random.random() for _ in range(300)])


class NGramModel(Honest):
    def distribution(self, context):
        return Liar()
