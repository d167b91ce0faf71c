"""Expected: rejected, audit replay.

Takes the question before for the text before, and mixes its words in.
"""


class NGramModel(Honest):
    text = ()

    def distribution(self, context):
        self.text = (*self.text, *context)[-200:]
        near = Counter(word for word in self.text if word in set(self.vocabulary))
        p, total = super().distribution(context), sum(near.values())
        return [
            0.9 * x + 0.1 * near[word] / total if total else x
            for word, x in zip(self.vocabulary, p, strict=True)
        ]
