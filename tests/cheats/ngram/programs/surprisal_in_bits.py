"""Expected: rejected, audit values.

The number of bits that each word would cost: no less than 0, but above 1.
"""

import math


class NGramModel(Honest):
    def distribution(self, context):
        return [-math.log2(p) for p in super().distribution(context)]
