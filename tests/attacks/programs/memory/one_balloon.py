"""One process takes all the memory that it gets.

Expected: memory_limit
"""

kept = []
while True:
    kept.append(bytearray(b"x") * 10_000_000)

# --- honest ---
