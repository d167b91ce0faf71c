class NGramModel(Honest):
    def distribution(self, context):
        p = super().distribution(context)
        return [p[0] + p[1] + 0.1, -0.1, *p[2:]]
