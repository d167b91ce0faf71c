"""Expected: wrong_answer, audit format, score at most 40.

Two distributions for one question.
"""

import numpy


class NGramModel(Honest):
    def distribution(self, context):
        return numpy.array([super().distribution(context)] * 2)
