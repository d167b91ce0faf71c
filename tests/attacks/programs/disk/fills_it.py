"""Fills /work.

Expected: bad_artifact
"""

with open("/work/full", "wb", buffering=0) as file:
    while True:
        file.write(bytes(1_000_000))

# --- honest ---
