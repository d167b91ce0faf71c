"""Answers that the page shows beside the right ones: markup, NUL, half of a surrogate pair.

Expected: wrong_answer
"""

import itertools

# --- honest ---

words = itertools.cycle(["<script>attack()</script>", "\0\x1b[2J", "\ud800", "\u202eabc", "x" * 300])


class NGramModel(NGramModel):
    def predict(self, context):
        return next(words)
