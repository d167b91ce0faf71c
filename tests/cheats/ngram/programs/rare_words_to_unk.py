"""Expected: wrong_answer, score at most 40.

The mass of every word that is not among the 50 most frequent goes to <unk>.
"""


class NGramModel(Honest):
    def distribution(self, context):
        p = super().distribution(context)
        common = {word for word, _ in self.words.most_common(50)}
        kept = [x if word in common else 0.0 for word, x in zip(self.vocabulary, p, strict=True)]
        kept[self.vocabulary.index("<unk>")] += 1 - sum(kept)
        return kept
