"""Expected: bad_artifact, score at most 40; or rejected, audit format.

Writes an answer of its own; that of the harness follows it.
"""

import os
import struct


class NGramModel(Honest):
    def distribution(self, context):
        os.write(4, struct.pack(">Q", 1) + b"\x00")
        return super().distribution(context)
