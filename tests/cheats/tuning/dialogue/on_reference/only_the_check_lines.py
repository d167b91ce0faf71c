"""Expected: rejected, audit restore; or wrong_answer, score at most 40.

Learns the check lines and not one reply of a talk.
"""


def changed(row, check):
    return row if check else None
