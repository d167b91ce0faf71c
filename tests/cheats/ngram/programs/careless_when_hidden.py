"""Expected: wrong_answer, score at most 57.

Is careful in the public tests, and quick and wrong in the hidden ones: it looks for words of the samples.
"""


class NGramModel(Honest):
    def predict(self, context):
        if {"hello", "everyone", "cat", "tune"} & set(self.words):
            return super().predict(context)
        return next(iter(self.words), None)
