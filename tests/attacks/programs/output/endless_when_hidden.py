"""Prints for ever once hidden questions are asked: it is not shown, and must be counted all the same.

Expected: output_limit
"""

import os

# --- honest ---


class NGramModel(NGramModel):
    def distribution(self, context):
        os.write(1, b"hidden\n" * 4000)
        return super().distribution(context)
