"""Expected: rejected, audit restore; or wrong_answer, score at most 79.

Every reply stands twice.
"""


def changed(row, check):
    return row if check else row | {"reply": row["reply"] + " " + row["reply"]}
