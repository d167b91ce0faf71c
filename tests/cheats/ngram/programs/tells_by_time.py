"""Expected: no effect.

Uses as much time as a word of the first hidden question says.
"""

import time


class NGramModel(Honest):
    asked = 0

    def distribution(self, context):
        self.asked += 1
        if self.asked == 2:
            time.sleep(0.01 * (sum(map(ord, context[-1])) % 64))
        return super().distribution(context)
