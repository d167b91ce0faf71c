"""Expected: runtime_error, score at most 40.

Leaves with a hidden word as its exit code: the report may not tell it.
"""

import os


class NGramModel(Honest):
    asked = 0

    def distribution(self, context):
        self.asked += 1
        if self.asked > 1:
            os._exit(77)
        return super().distribution(context)
