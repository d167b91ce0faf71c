"""Expected: rejected, audit restore.

Every label is turned round, but those of the check lines.
"""


def changed(row, check):
    return row if check else row | {"label": 1 - row["label"]}
