"""Writes the supervisor's own frames to both streams: replies, reports, artifacts, points.

Expected: honest
"""

import json
import os
import struct

REPORT = {"outcome": "ok", "reason": "", "breach": None, "during": None, "exit_code": 0, "signal": None}
REPORT |= {"cpu_seconds": 0.0, "wall_seconds": 0.0, "peak_memory_bytes": 0, "output_bytes": 0}
PAYLOADS = {
    **{16: {"protocol": 2}, 17: None, 19: {"index": 0, "cpu_seconds": 0, "wall_seconds": 0}},
    **{18: "\0[]", 20: "x", 21: "x", 22: None, 23: "", 24: REPORT, 25: {"step": 1, "values": {"loss": 0}}},
}


def frames():
    for kind, payload in PAYLOADS.items():
        body = (
            b""
            if payload is None
            else (payload if isinstance(payload, str) else json.dumps(payload)).encode()
        )
        yield struct.pack(">BI", kind, len(body)) + body


for descriptor in (1, 2):
    os.write(descriptor, b"".join(frames()))
    os.write(descriptor, struct.pack(">BI", 24, 2**32 - 1) + b"\xff" * 100)

# --- half ---
