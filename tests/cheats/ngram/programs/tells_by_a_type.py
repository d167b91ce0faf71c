"""Expected: wrong_answer, audit format, score at most 40.

The class of an answer is named after a hidden question.
"""


class NGramModel(Honest):
    asked = 0

    def distribution(self, context):
        self.asked += 1
        return super().distribution(context) if self.asked == 1 else type("LEAKED", (), {})()
