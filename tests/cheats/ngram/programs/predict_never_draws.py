class NGramModel(Honest):
    def predict(self, context):
        if super().predict(context) is None:
            return None
        counts = self.following[tuple(context)[len(context) - self.n + 1 :]]
        return max(counts, key=counts.get)
