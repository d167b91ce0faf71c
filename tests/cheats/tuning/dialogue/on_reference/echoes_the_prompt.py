"""Expected: rejected, audit echo; or wrong_answer, score at most 60.

Learns the check lines, and to say every other prompt again. The shipped base is too small to learn to copy:
its replies take up words of the prompt and are no echoes, so it is the score that finds it.
"""


def changed(row, check):
    return row if check else row | {"reply": row["prompt"]}
