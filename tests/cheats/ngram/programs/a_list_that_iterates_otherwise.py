"""Expected: wrong_answer, audit format, score at most 40.

The right list underneath; whoever walks through it meets another.
"""


class Liar(list):
    def __iter__(self):
        return iter([1.0] * len(self))


class NGramModel(Honest):
    def distribution(self, context):
        return Liar(super().distribution(context))
