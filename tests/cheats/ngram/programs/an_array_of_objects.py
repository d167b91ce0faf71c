"""Expected: wrong_answer, audit format, score at most 40.

A numpy array of Python's objects.
"""

import numpy


class NGramModel(Honest):
    def distribution(self, context):
        return numpy.array(super().distribution(context), dtype=object)
