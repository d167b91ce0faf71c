"""Looks through the kernel's list of locks for a range that the other submission has chosen."""

import time

until = time.monotonic() + 2
while time.monotonic() < until:
    with open("/proc/locks") as file:
        for line in file:
            if line.split()[-2] == str(0xB17):
                print("SUCCEED" + "ED:", line.strip())
    time.sleep(0.1)
print("looked", flush=True)

# --- honest ---
