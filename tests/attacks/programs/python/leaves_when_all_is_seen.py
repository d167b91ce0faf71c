"""Leaves with status 0 at the first hidden question.

Expected: bad_artifact
"""

import os

# --- half ---


class NGramModel(NGramModel):
    def distribution(self, context):
        os._exit(0)
