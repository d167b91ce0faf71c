class NGramModel(Honest):
    def distribution(self, context):
        return [str(p) for p in super().distribution(context)]
