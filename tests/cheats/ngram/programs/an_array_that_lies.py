"""Expected: wrong_answer, audit format, score at most 40.

A numpy array of a class that converts itself to something else every time.
"""

import numpy


class Liar(numpy.ndarray):
    def astype(self, *given, **named):
        return numpy.random.dirichlet(numpy.ones(len(self))).astype("<f4")


class NGramModel(Honest):
    def distribution(self, context):
        return numpy.array(super().distribution(context)).view(Liar)
