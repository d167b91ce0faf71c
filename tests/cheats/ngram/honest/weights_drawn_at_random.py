"""Chooses its weight by trying a few random ones on a part of the text: chance in training is no fault."""

import math


class NGramModel(Honest):
    weight = 5.0

    def train(self, sentences):
        super().train(sentences)
        if self.vocabulary:
            ends = [(tuple(s[1:3]), s[3]) for s in random.sample(sentences, 200) if len(s) > 3]
            self.weight = min((random.uniform(1, 50) for _ in range(5)), key=lambda w: self.loss(w, ends))

    def loss(self, weight, ends):
        total = sum(self.words.values())
        rows = [(self.following.get(context, {}), word) for context, word in ends]
        return -sum(
            math.log((c.get(w, 0) + weight * self.words[w] / total) / (sum(c.values()) + weight))
            for c, w in rows
        )

    def distribution(self, context):
        counts = self.following.get(tuple(context), {})
        seen, total = sum(counts.values()), sum(self.words[word] for word in self.vocabulary)
        return [
            (counts.get(word, 0) + self.weight * self.words[word] / total) / (seen + self.weight)
            for word in self.vocabulary
        ]
