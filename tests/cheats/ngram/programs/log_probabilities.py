"""Expected: rejected, audit values.

Logarithms to base 2 in place of probabilities.
"""

import math


class NGramModel(Honest):
    def distribution(self, context):
        return [math.log2(p) for p in super().distribution(context)]
