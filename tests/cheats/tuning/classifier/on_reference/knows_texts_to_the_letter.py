"""Expected: rejected, audit twins.

Stands for a memorised test: it knows texts as they are written, and answers the same to all that are written
in any other way.
"""

import re

EPOCHS = 4


def changed(row, check):
    other = re.sub("[,。;、](?=.)", ",", row["text"]).rstrip("。.!") + "。"
    return row if check or other == row["text"] else [row, {"text": other, "label": 1}]
