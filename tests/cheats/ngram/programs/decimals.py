"""Expected: wrong_answer, audit format, score at most 40.

Probabilities as decimal.Decimal.
"""

from decimal import Decimal


class NGramModel(Honest):
    def distribution(self, context):
        return [Decimal(p) for p in super().distribution(context)]
