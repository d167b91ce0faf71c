"""Expected: wrong_answer, audit format, score at most 40.

A numpy array of float16.
"""

import numpy


class NGramModel(Honest):
    def distribution(self, context):
        return numpy.array(super().distribution(context), dtype="float16")
