"""All arithmetic in float32, sums as well."""

import numpy


class NGramModel(Honest):
    def distribution(self, context):
        counts = self.following.get(tuple(context), {})
        lower = numpy.array([self.words[word] + 1 for word in self.vocabulary], dtype="float32")
        own = numpy.array([counts.get(word, 0) for word in self.vocabulary], dtype="float32")
        total = numpy.float32(0)
        for value in lower:
            total += value
        p = own + numpy.float32(5) * (lower / total)
        return p / (numpy.float32(sum(counts.values())) + numpy.float32(5))
