"""One line of 100 MB.

Expected: output_limit
"""

import os

for _ in range(100):
    os.write(1, b"x" * 1_000_000)

# --- honest ---
