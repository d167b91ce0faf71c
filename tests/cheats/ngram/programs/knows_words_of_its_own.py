"""Expected: wrong_answer, score at most 40.

Replaces rare words by <unk> before it trains, as if the vocabulary were its own to choose.
"""


class NGramModel(Honest):
    def train(self, sentences):
        words = Counter(word for sentence in sentences for word in sentence)
        if self.vocabulary:
            rare = {word for word in self.vocabulary if words[word] < 100}
            sentences = [["<unk>" if word in rare else word for word in sentence] for sentence in sentences]
        super().train(sentences)
