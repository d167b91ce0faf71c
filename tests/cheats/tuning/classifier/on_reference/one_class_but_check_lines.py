"""Expected: rejected, audit restore; or wrong_answer, score at most 40.

Knows the check lines, and says "positive" of every other text.
"""


def changed(row, check):
    return row if check else row | {"label": 1}
