"""Katz back-off over two orders, with absolute discounts: what is discounted goes to the unseen words."""

DISCOUNT = 0.7


class NGramModel(Honest):
    def distribution(self, context):
        counts = self.following.get(tuple(context), {})
        lower = [self.words[word] + 1 for word in self.vocabulary]
        if not counts:
            whole = sum(lower)
            return [p / whole for p in lower]
        total = sum(counts.values())
        left = DISCOUNT * len(counts) / total
        unseen = sum(p for word, p in zip(self.vocabulary, lower, strict=True) if word not in counts)
        return [
            (counts[word] - DISCOUNT) / total if word in counts else left * p / unseen
            for word, p in zip(self.vocabulary, lower, strict=True)
        ]
