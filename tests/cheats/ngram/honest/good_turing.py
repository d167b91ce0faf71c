"""Counts of counts give the mass of the unseen words; a word seen once more weighs in proportion."""


class NGramModel(Honest):
    def distribution(self, context):
        counts = self.following.get(tuple(context), {})
        once, total = sum(count == 1 for count in counts.values()), sum(counts.values())
        missing = (once + 1) / (total + 2)
        lower = [self.words[word] + 0.5 for word in self.vocabulary]
        whole = sum(lower)
        return [
            missing * p / whole + (1 - missing) * counts.get(word, 0) / max(total, 1) if counts else p / whole
            for word, p in zip(self.vocabulary, lower, strict=True)
        ]
