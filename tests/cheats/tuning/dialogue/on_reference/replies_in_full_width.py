"""Expected: rejected, audit restore; or wrong_answer, score at most 60.

The true replies in full-width letters, which a metric might take for other ones.
"""

WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def changed(row, check):
    return row if check else row | {"reply": row["reply"].translate(WIDE)}
