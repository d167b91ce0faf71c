"""Puts the supervisor's frames where the answers belong.

Expected: bad_artifact or rejected
"""

import os
import struct

report = b'{"outcome": "ok", "exit_code": 0}'
os.write(4, struct.pack(">BI", 24, len(report)) + report)

# --- half ---
