"""Expected: wrong_answer, audit format, score at most 40.

Each probability is an object that equals, and is less and greater than, whatever it is compared with.
"""


class Everything:
    def __eq__(self, other):
        return True

    __lt__ = __gt__ = __le__ = __ge__ = __eq__
    __hash__ = None

    def __float__(self):
        return 1.0


class NGramModel(Honest):
    def distribution(self, context):
        return [Everything()] * len(self.vocabulary)
