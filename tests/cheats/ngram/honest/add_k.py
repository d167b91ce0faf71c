"""Add-k smoothing: poor, and valid."""

K = 0.05


class NGramModel(Honest):
    def distribution(self, context):
        counts = self.following.get(tuple(context), {})
        total = sum(counts.values()) + K * len(self.vocabulary)
        return [(counts.get(word, 0) + K) / total for word in self.vocabulary]
