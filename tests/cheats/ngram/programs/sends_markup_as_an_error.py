import json
import os
import struct

error = b"\x01" + json.dumps({"error": {"type": "<script>alert(1)</script>", "line": "1"}}).encode()
os.write(4, struct.pack(">Q", len(error)) + error)
