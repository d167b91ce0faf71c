"""Prints to the other stream for ever.

Expected: output_limit
"""

import os

while True:
    os.write(2, b"endless\n" * 1000)

# --- honest ---
