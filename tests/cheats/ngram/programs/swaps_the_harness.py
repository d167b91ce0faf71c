"""Expected: wrong_answer, score at most 40.

Answers in place of the harness: the same certain distribution at every position.
"""

import struct
import sys


def certain(session, question):
    return (struct.pack("<f", 1.0) + bytes(4 * (session.words - 1))) * len(question["contexts"])


sys.modules["__main__"].Session.distributions = certain
