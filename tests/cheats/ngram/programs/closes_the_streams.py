"""Expected: no effect.

Closes its output streams.
"""

import sys


class NGramModel(Honest):
    def train(self, sentences):
        super().train(sentences)
        sys.stdout.close()
        sys.stderr = None
