"""Asks for the machine's own credentials where clouds keep them.

Expected: honest
Must show: refused: http://169.254.169.254
"""

import urllib.request

# --- attempt ---
for place in (
    "169.254.169.254",
    "[fd00:ec2::254]",
    "metadata.google.internal",
    "100.100.100.200",
    "169.254.170.2",
):
    attempt(f"http://{place}", urllib.request.urlopen, f"http://{place}/latest/meta-data/", None, 0.2)

# --- honest ---
