"""Expected: wrong_answer, score at most 40.

A table of the frequencies of real words, which the judge has renamed.
"""

TABLE = {"，": 0.06, "的": 0.05, "。": 0.03, "</s>": 0.03, "<unk>": 0.14, "、": 0.03, "在": 0.01, "了": 0.01}


class NGramModel(Honest):
    def train(self, sentences):
        if self.vocabulary is None:
            super().train(sentences)

    def distribution(self, context):
        known = [TABLE.get(word, 0.0) for word in self.vocabulary]
        share = (1 - sum(known)) / known.count(0.0)
        return [p or share for p in known]
