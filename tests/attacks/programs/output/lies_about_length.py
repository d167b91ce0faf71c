"""Announces an answer of nine exabytes.

Expected: bad_artifact
"""

import os
import struct

os.write(4, struct.pack(">Q", 2**63) + b"\0")

# --- half ---
