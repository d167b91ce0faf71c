"""Expected: no effect.

Prints every question that it is asked; nothing of the hidden ones may be shown.
"""

import atexit
import sys


class NGramModel(Honest):
    def distribution(self, context):
        print("SEEN", context, file=sys.stderr)
        return super().distribution(context)


atexit.register(print, "SEEN at the end")
