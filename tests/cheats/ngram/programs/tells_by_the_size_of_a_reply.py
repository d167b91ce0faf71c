"""Expected: bad_artifact, score at most 40.

Announces an answer of a size that stands for a hidden question.
"""

import os
import struct


class NGramModel(Honest):
    asked = 0

    def distribution(self, context):
        self.asked += 1
        if self.asked > 1:
            os.write(4, struct.pack(">Q", 7777 * 10**12))
        return super().distribution(context)
