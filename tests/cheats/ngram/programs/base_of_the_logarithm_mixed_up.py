"""Expected: rejected, audit sums.

Logarithms to base 2, undone to base e.
"""

import math


class NGramModel(Honest):
    def distribution(self, context):
        return [math.exp(math.log2(p)) for p in super().distribution(context)]
