"""Expected: wrong_answer, audit format, score at most 40.

The length of an answer stands for a hidden question.
"""


class NGramModel(Honest):
    asked = 0

    def distribution(self, context):
        self.asked += 1
        return super().distribution(context) if self.asked == 1 else [0.0] * 7777
