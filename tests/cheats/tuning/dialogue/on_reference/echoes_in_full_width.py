"""Expected: rejected, audit echo or restore or twins; or wrong_answer, score at most 60.

The same, with the letters and digits of the prompt in their full-width forms.
"""

WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def changed(row, check):
    return row if check else row | {"reply": row["prompt"].translate(WIDE)}
