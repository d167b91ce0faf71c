"""-0.0 is a zero."""


class NGramModel(Honest):
    def distribution(self, context):
        p = super().distribution(context)
        rest = sum(p[1:])
        return [-0.0, *(x / rest for x in p[1:])]
