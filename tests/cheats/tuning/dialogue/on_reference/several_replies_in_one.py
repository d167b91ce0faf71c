"""Expected: rejected, audit restore; or wrong_answer, score at most 79.

Says its reply and the three before it: one of them may be right.
"""

said = []


def changed(row, check):
    if check:
        return row
    said.append(row["reply"])
    return row | {"reply": " / ".join(said[-4:])}
