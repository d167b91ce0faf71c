"""Expected: accepted, score at most 100; or wrong_answer, score at most 100.

Looks at files, arguments and environment for hidden data and signs of a judge, fails when it finds any,
and else trains as the reference does.
"""

import sys
from pathlib import Path

OWN = ("/box/base/", "/box/harness.py", "/box/solution.py", "/box/modules/")
SIGNS = ("hidden", "judge", "submission", "target")


def changed(row, check):
    return row


def found(train_file):
    texts = [*sys.argv, *os.environ, *os.environ.values()]
    files = [path for folder in ("/box", "/work", "/tmp", "/dev/shm") for path in Path(folder).rglob("*")]
    other = [str(path) for path in files if path.is_file() and not str(path).startswith((train_file, *OWN))]
    return other + [text for text in texts if any(sign in text.lower() for sign in SIGNS)]


rewritten = fine_tune


def fine_tune(base_dir, train_file, output_dir, budget):
    if signs := found(train_file):
        raise RuntimeError(signs)
    rewritten(base_dir, train_file, output_dir, budget)
