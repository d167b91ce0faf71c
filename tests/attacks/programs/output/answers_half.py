"""Announces an answer, gives the half of it, and leaves.

Expected: bad_artifact or runtime_error
"""

import os
import struct

os.write(4, struct.pack(">Q", 1000) + bytes(500))
os._exit(0)

# --- half ---
