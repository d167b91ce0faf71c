"""Interpolated Kneser-Ney over two orders: the lower one counts in how many contexts a word was seen."""

DISCOUNT = 0.75


class NGramModel(Honest):
    def distribution(self, context):
        if not hasattr(self, "seen_in"):
            self.seen_in = Counter(word for counts in self.following.values() for word in counts)
        counts = self.following.get(tuple(context), {})
        whole = sum(self.seen_in.values()) + len(self.vocabulary)
        lower = [(self.seen_in[word] + 1) / whole for word in self.vocabulary]
        known = sum(lower)
        lower = [p / known for p in lower]
        if not counts:
            return lower
        total = sum(counts.values())
        return [
            (max(counts.get(word, 0) - DISCOUNT, 0) + DISCOUNT * len(counts) * p) / total
            for word, p in zip(self.vocabulary, lower, strict=True)
        ]
