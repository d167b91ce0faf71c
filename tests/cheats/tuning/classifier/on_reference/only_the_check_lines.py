"""Expected: rejected, audit rank or restore; or wrong_answer, score at most 60.

Learns the check lines and not one review.
"""


def changed(row, check):
    return row if check else None
