class NGramModel(Honest):
    def distribution(self, context):
        return [True] + [False] * (len(self.vocabulary) - 1)
