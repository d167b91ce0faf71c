class NGramModel:
    def __init__(self, n, vocabulary=None):
        """n: the order. vocabulary: the words of distribution, in order; None when it is not asked."""
        self.n = n
        self.vocabulary = vocabulary

    def train(self, sentences):
        """Learn from sentences, each a list of tokens or a string to be split on whitespace."""

    def predict(self, context):
        """Draw a next word by its count after the last n-1 tokens of context; None if there is none."""
        return None

    def distribution(self, context):
        """The probability of every word of the vocabulary to come next, as a list of floats."""
        return [1 / len(self.vocabulary)] * len(self.vocabulary)
