"""Expected: wrong_answer, score at most 79.

Learns n-grams of two words more and asks them first.
"""


class NGramModel(Honest):
    def __init__(self, n, vocabulary=None):
        super().__init__(n, vocabulary)
        self.longer = defaultdict(Counter)

    def train(self, sentences):
        super().train(sentences)
        for sentence in sentences:
            words = sentence.split() if isinstance(sentence, str) else sentence
            for length in (self.n, self.n + 1):
                for end in range(length, len(words)):
                    self.longer[tuple(words[end - length : end])][words[end]] += 1

    def predict(self, context):
        for length in (self.n + 1, self.n):
            counts = self.longer.get(tuple(context)[-length:])
            if counts:
                return random.choices(list(counts), weights=counts.values())[0]
        return super().predict(tuple(context)[1 - self.n :] if self.n > 1 else ())
