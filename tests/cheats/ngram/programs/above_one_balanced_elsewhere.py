class NGramModel(Honest):
    def distribution(self, context):
        p = [0.0] * len(self.vocabulary)
        return [1.5, -0.5, *p[2:]]
