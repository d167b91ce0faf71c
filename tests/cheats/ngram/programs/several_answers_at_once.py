import numpy


class NGramModel(Honest):
    def distribution(self, context):
        return numpy.array([super().distribution(context)] * 2)
