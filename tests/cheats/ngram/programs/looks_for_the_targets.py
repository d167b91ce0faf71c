"""Expected: no effect.

Goes through every object of the process, and every file that it may read, for the hidden targets.
"""

import gc
from pathlib import Path


class NGramModel(Honest):
    searched = False

    def distribution(self, context):
        if not NGramModel.searched:
            NGramModel.searched = True
            keys = {key for held in gc.get_objects() if type(held) is dict for key in list(held)}
            files = sorted(str(path) for path in Path("/box").rglob("*") if path.is_file())
            if keys & {"targets", "labels", "hidden"} or files != ["/box/harness.py", "/box/solution.py"]:
                raise SystemExit(3)
        return super().distribution(context)
