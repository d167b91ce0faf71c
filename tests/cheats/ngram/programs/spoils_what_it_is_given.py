"""Expected: no effect.

Empties the lists that it is given, once it has used them.
"""


class NGramModel(Honest):
    def __init__(self, n, vocabulary=None):
        super().__init__(n, vocabulary and list(vocabulary))
        if vocabulary:
            vocabulary.clear()

    def train(self, sentences):
        super().train(sentences)
        if isinstance(sentences, list):
            sentences.clear()

    def distribution(self, context):
        p = super().distribution(tuple(context))
        context.clear()
        return p
