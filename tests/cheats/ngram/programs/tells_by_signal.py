"""Expected: runtime_error, score at most 40.

Ends by a signal that stands for a hidden word: the report may not tell which.
"""

import os
import signal


class NGramModel(Honest):
    asked = 0

    def distribution(self, context):
        self.asked += 1
        if self.asked > 1:
            os.kill(os.getpid(), signal.SIGUSR2)
        return super().distribution(context)
