"""Interpolation of three orders with fixed weights."""

from itertools import pairwise


class NGramModel(Honest):
    def train(self, sentences):
        super().train(sentences)
        self.pairs = defaultdict(Counter)
        for sentence in sentences:
            words = sentence.split() if isinstance(sentence, str) else sentence
            for before, word in pairwise(words):
                self.pairs[before][word] += 1

    def distribution(self, context):
        orders = [
            self.following.get(tuple(context), {}),
            self.pairs.get(context[-1], {}),
            {word: self.words[word] for word in self.vocabulary},
            dict.fromkeys(self.vocabulary, 1),
        ]
        shares = [
            (weight, counts, sum(counts.values()))
            for weight, counts in zip((4, 4, 1, 1), orders, strict=True)
        ]
        shares = [(weight, counts, total) for weight, counts, total in shares if total]
        whole = sum(weight for weight, _, _ in shares)
        return [
            sum(weight * counts.get(word, 0) / total for weight, counts, total in shares) / whole
            for word in self.vocabulary
        ]
