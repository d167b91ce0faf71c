"""Expected: wrong_answer, audit format, score at most 40.

A numpy array of complex numbers: real parts that sum to 1.
"""

import numpy


class NGramModel(Honest):
    def distribution(self, context):
        return numpy.array(super().distribution(context)) + 1j
