"""Expected: bad_artifact, score at most 0.

Writes to the descriptor of the answers.
"""

import os

os.write(4, b"garbage all over")
