"""Expected: rejected, audit replay.

Looks in the harness for the contexts that are still to come and counts their words.
"""

import sys


class NGramModel(Honest):
    def distribution(self, context):
        frame = sys._getframe()
        while "question" not in frame.f_locals:
            frame = frame.f_back
        ahead = Counter(word for asked in frame.f_locals["question"]["contexts"] for word in asked)
        total = sum(ahead[word] + 1 for word in self.vocabulary)
        return [(ahead[word] + 1) / total for word in self.vocabulary]
