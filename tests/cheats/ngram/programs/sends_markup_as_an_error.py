"""Expected: runtime_error, score at most 0.

Answers for the harness: an error whose type is markup.
"""

import json
import os
import struct

error = b"\x01" + json.dumps({"error": {"type": "<script>alert(1)</script>", "line": "1"}}).encode()
os.write(4, struct.pack(">Q", len(error)) + error)
