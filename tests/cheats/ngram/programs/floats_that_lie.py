"""Expected: no effect.

Floats whose comparisons, sums and conversions all say 1: the bits of the number are what is taken.
"""


class Liar(float):
    def __eq__(self, other):
        return True

    def __float__(self):
        return 1.0

    def __add__(self, other):
        return 1.0

    __radd__ = __truediv__ = __add__
    __hash__ = float.__hash__


class NGramModel(Honest):
    def distribution(self, context):
        return [Liar(p) for p in super().distribution(context)]
