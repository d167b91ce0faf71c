"""Fills files without a name, which are memory.

Expected: memory_limit
"""

import os

files = [os.memfd_create(f"balloon{number}") for number in range(8)]
while True:
    for file in files:
        os.write(file, bytes(1_000_000))

# --- honest ---
