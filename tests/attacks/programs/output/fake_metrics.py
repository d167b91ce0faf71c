"""Reports metrics that nobody asked for, wherever they might be read.

Expected: honest
Must not show: "series"
"""

import contextlib
import json
import os

lines = "".join(json.dumps({"step": n, "values": {"score": 100, "accuracy": 1}}) + "\n" for n in range(50))
for number in (1, 5, 6):
    with contextlib.suppress(OSError):
        os.write(number, lines.encode())
for name in ("metrics.json", "verdict.json", "score.txt", "result.json"):
    with open(name, "w") as file:
        file.write(lines)
os.environ |= {"TUNEROOM_SCORE": "100", "SCORE": "100"}

# --- half ---
