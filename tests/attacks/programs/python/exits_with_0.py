"""Leaves with status 0 before it has answered anything.

Expected: bad_artifact or runtime_error
"""

import sys

sys.exit(0)

# --- honest ---
