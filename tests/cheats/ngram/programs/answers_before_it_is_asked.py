"""Expected: bad_artifact, score at most 0.

A well-formed answer before the first question.
"""

import os
import struct

os.write(4, struct.pack(">Q", 5) + b"\x00null")
