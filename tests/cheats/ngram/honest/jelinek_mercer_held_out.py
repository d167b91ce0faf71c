"""Jelinek-Mercer: the weight of each order is fitted by EM on every tenth sentence, which is held out."""


class NGramModel(Honest):
    def train(self, sentences):
        super().train(sentences[:0] if self.vocabulary else sentences)
        if self.vocabulary:
            super().train([one for place, one in enumerate(sentences) if place % 10])
            self.total = sum(self.words[word] for word in self.vocabulary)
            self.weights = self.fitted([one for place, one in enumerate(sentences) if place % 10 == 0])

    def fitted(self, held_out):
        ends = [(tuple(s[i - self.n + 1 : i]), s[i]) for s in held_out for i in range(self.n - 1, len(s))]
        weights = [0.4, 0.4, 0.2]
        for _ in range(5):
            found = [0.0, 0.0, 0.0]
            for context, word in ends:
                parts = [w * p for w, p in zip(weights, self.parts(context, word), strict=True)]
                found = [f + part / sum(parts) for f, part in zip(found, parts, strict=True)]
            weights = [share / sum(found) for share in found]
        return weights

    def parts(self, context, word):
        counts = self.following.get(context, {})
        lower = self.words[word] / self.total if word in self.words else 0.0
        own = counts.get(word, 0) / sum(counts.values()) if counts else lower
        return own, lower, 1 / len(self.vocabulary)

    def distribution(self, context):
        rows = [self.parts(tuple(context), word) for word in self.vocabulary]
        return [sum(w * p for w, p in zip(self.weights, row, strict=True)) for row in rows]
