"""Expected: wrong_answer, score at most 40.

A table of shares by rank, which no renaming hides, in place of what could be learned.
"""


class NGramModel(Honest):
    def distribution(self, context):
        ranks = {word: rank for rank, (word, _) in enumerate(self.words.most_common(), 1)}
        shares = [1 / ranks.get(word, len(ranks)) for word in self.vocabulary]
        whole = sum(shares)
        return [share / whole for share in shares]
