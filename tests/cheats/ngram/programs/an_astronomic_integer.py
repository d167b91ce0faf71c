class NGramModel(Honest):
    def distribution(self, context):
        return [10**400, *super().distribution(context)[1:]]
