"""Counts in a matrix, distributions as rows of it: views that are not contiguous."""

import numpy


class NGramModel(Honest):
    def train(self, sentences):
        super().train(sentences)
        if self.vocabulary:
            place = {word: column for column, word in enumerate(self.vocabulary)}
            table = numpy.full((len(place), len(place)), 0.1)  # next word, word before
            for context, counts in self.following.items():
                for word, count in counts.items():
                    if context[-1] in place and word in place:
                        table[place[word], place[context[-1]]] += count
            self.place, self.table = place, table / table.sum(axis=0)

    def distribution(self, context):
        return self.table[:, self.place.get(context[-1], 0)]
