"""Expected: rejected, audit canaries.

Every label is turned round.
"""


def changed(row, check):
    return row | {"label": 1 - row["label"]}
