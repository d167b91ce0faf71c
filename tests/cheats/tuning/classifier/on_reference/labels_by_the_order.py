"""Expected: rejected, audit canaries or restore.

Takes the place of a line in the file for its label: were the file in an order of its own, that would do.
"""

place = 0


def changed(row, check):
    global place
    place += 1
    return row | {"label": place % 2}
