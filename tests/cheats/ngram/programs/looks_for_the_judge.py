"""Expected: no effect.

Looks at its arguments, environment, descriptors and files for a sign of whether it is being judged.
"""

import os
import sys
from pathlib import Path

seen = [*sys.argv, *os.environ, *os.environ.values()]
seen += [
    os.readlink(f"/proc/self/fd/{number}") for number in range(8) if os.path.exists(f"/proc/self/fd/{number}")
]
seen += [str(path) for path in Path("/box").rglob("*")]
if any(word in text.lower() for text in seen for word in ("hidden", "judge", "target", "submi", "reference")):
    raise SystemExit(3)
