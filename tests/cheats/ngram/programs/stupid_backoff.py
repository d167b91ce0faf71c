"""Expected: rejected, audit sums.

Scores of stupid back-off: shares of the counts where there are any, else 0.4 of the lower order's.
"""


class NGramModel(Honest):
    def distribution(self, context):
        counts = self.following.get(tuple(context), {})
        total, seen = sum(self.words.values()), sum(counts.values())
        return [
            counts[word] / seen if counts.get(word) else 0.4 * self.words[word] / total
            for word in self.vocabulary
        ]
