"""Expected: no gain.

Looks in the harness for all the contexts once, learns their words, and then answers the same at every call:
the replay finds nothing. One position a passage is asked, so the other contexts tell next to nothing.
"""

import sys


class NGramModel(Honest):
    def distribution(self, context):
        frame = sys._getframe()
        while "question" not in frame.f_locals:
            frame = frame.f_back
        contexts = frame.f_locals["question"]["contexts"]
        if not hasattr(self, "ahead") and len(contexts) > 1:
            self.ahead = True
            super().train([tuple(asked) for asked in contexts])
            self.words.update(word for asked in contexts for word in asked)
        return super().distribution(context)
