"""Fills /tmp, which is memory.

Expected: memory_limit
"""

with open("/tmp/balloon", "wb", buffering=0) as file:
    while True:
        file.write(bytes(1_000_000))

# --- honest ---
