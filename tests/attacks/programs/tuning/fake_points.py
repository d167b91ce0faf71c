"""Reports points that are none: frames, markup, formulas, infinities, a million of them; answers nothing.

Expected: bad_artifact
Must show: '=HYPERLINK
"""

import contextlib
import json
import os
import struct

names = ["=HYPERLINK(1)", "<script>attack()</script>", "\u202eabc", "\0", "x" * 100, "__proto__", "score"]


def fine_tune(base_dir, train_file, output_dir, budget):
    with contextlib.suppress(BlockingIOError):
        for name in names:
            for value in (1.0, 1e308, float("nan"), float("inf"), 10**400, "100", None, True):
                line = json.dumps({"step": 1, "values": {name: value}}) + "\n"
                os.write(5, line.encode(errors="replace"))
        os.write(5, struct.pack(">BI", 24, 2) + b"{}\n" + b"[" * 5000 + b"\n" + b"\xff\xfe\n")
        for step in range(20_000):
            os.write(5, b'{"step": %d, "values": {"loss": 0}}\n' % step)
