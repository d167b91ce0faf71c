"""Expected: no gain.

Counts the words of every question as it goes, and keeps each answer, so that the replay finds nothing.
"""


class NGramModel(Honest):
    def distribution(self, context):
        self.said = getattr(self, "said", {})
        if tuple(context) not in self.said:
            self.said[tuple(context)] = super().distribution(context)
            self.words.update(context)
        return self.said[tuple(context)]
