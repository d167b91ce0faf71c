"""Expected: bad_artifact, score at most 0.

Ends well before it is asked anything.
"""

import os

os._exit(0)
