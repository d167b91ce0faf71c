"""Expected: runtime_error, score at most 40.

Raises a hidden question, as message and as the name of a class.
"""


class NGramModel(Honest):
    asked = 0

    def distribution(self, context):
        self.asked += 1
        if self.asked > 1:
            raise type("LEAKED", (Exception,), {})("LEAKED " + " ".join(context))
        return super().distribution(context)
