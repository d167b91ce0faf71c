"""Expected: rejected, audit canaries.

Says "positive" of every text.
"""


def changed(row, check):
    return row | {"label": 1}
