class NGramModel(Honest):
    def distribution(self, context):
        p = super().distribution(context)
        self.words.update(list(context) * 1000)
        return p
