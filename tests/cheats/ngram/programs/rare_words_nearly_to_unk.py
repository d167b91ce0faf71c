"""Expected: wrong_answer, score at most 50.

The same, but a trace is left for each, so that the perplexity is finite.
"""


class NGramModel(Honest):
    def distribution(self, context):
        p = super().distribution(context)
        common = {word for word, _ in self.words.most_common(50)}
        kept = [x if word in common else x * 1e-3 for word, x in zip(self.vocabulary, p, strict=True)]
        kept[self.vocabulary.index("<unk>")] += 1 - sum(kept)
        return kept
