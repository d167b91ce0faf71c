"""Answers as soon as it can and sleeps instead of taking the next question.

Expected: wall_time_limit
"""

import time

# --- honest ---


class NGramModel(NGramModel):
    def train(self, sentences):
        super().train(sentences)
        if self.n == 2 and self.vocabulary:
            time.sleep(600)
