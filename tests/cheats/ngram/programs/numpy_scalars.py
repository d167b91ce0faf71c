import numpy


class NGramModel(Honest):
    def distribution(self, context):
        return [numpy.float64(p) for p in super().distribution(context)]
