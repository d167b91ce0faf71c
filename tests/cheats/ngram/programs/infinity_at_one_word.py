class NGramModel(Honest):
    def distribution(self, context):
        p = super().distribution(context)
        return [float("inf"), *p[1:]]
