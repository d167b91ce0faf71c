"""Expected: wrong_answer, audit format, score at most 40.

Finer tokens: a distribution over the characters of the words.
"""


class NGramModel(Honest):
    def distribution(self, context):
        letters = Counter("".join(self.vocabulary))
        return [count / sum(letters.values()) for count in letters.values()]
