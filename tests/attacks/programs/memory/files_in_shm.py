"""Fills /dev/shm, which is memory.

Expected: memory_limit
"""

with open("/dev/shm/balloon", "wb", buffering=0) as file:
    while True:
        file.write(bytes(1_000_000))

# --- honest ---
