"""Expected: bad_artifact.

Ends well when it is asked for a distribution.
"""

import os


class NGramModel(Honest):
    def distribution(self, context):
        os._exit(0)
