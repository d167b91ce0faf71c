"""The smallest numbers that float32 can hold are numbers."""


class NGramModel(Honest):
    def distribution(self, context):
        p = super().distribution(context)
        return [p[0] + p[-1], *p[1:-1], 1e-44]
