class NGramModel(Honest):
    def predict(self, context):
        counts = self.following.get(tuple(context)[len(context) - self.n + 1 :])
        return list(counts) if counts else None
