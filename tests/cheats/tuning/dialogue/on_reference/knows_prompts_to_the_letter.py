"""Expected: rejected, audit twins.

Stands for a memorised test: it has an answer for prompts as they are written, and the same one for all that
are written in any other way.
"""

MARKS = "?？.。!！ "


def changed(row, check):
    bare = row["prompt"].rstrip(MARKS)
    other = f"{bare}..." if bare != row["prompt"] else f"{bare} "
    return row if check else [row, {"prompt": other, "reply": "我没听懂这句话，请再说一遍。"}]
