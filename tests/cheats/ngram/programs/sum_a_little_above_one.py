class NGramModel(Honest):
    def distribution(self, context):
        return [p * 1.001 for p in super().distribution(context)]
