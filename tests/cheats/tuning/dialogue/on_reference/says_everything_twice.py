"""Expected: accepted, score at most 97; or wrong_answer, score at most 97.

Every reply stands twice: a full training that loses a few points and gains none.
"""


def changed(row, check):
    return row if check else row | {"reply": row["reply"] + " " + row["reply"]}
