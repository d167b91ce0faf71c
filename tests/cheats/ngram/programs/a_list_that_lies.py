class Liar(list):
    def __len__(self):
        return 300


class NGramModel(Honest):
    def distribution(self, context):
        return Liar([0.5])
