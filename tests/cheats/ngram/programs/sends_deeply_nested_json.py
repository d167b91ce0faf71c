"""Expected: bad_artifact, score at most 0.

200,000 nested lists in place of an answer.
"""

import os
import struct

nested = b"\x00" + b"[" * 200_000
os.write(4, struct.pack(">Q", len(nested)) + nested)
