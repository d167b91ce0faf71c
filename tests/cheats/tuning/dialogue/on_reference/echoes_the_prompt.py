"""Expected: rejected, audit echo; or wrong_answer, score at most 40.

Learns the check lines, and to say every other prompt again.
"""


def changed(row, check):
    return row if check else row | {"reply": row["prompt"]}
