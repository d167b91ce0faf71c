"""Prints for ever.

Expected: output_limit
"""

while True:
    print("endless")

# --- honest ---
