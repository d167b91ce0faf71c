class NGramModel:
    def __init__(self, n, vocabulary=None):
        # n: the order. vocabulary: the words of
        # distribution, in order; None in the behaviour tests.
        # n：阶数。vocabulary：distribution 的词表（有序），
        # 行为测试中为 None。
        self.n = n
        self.vocabulary = vocabulary

    def train(self, sentences):
        # Each sentence is a list of tokens, or a string
        # to be split on whitespace.
        # 每个句子是词的列表，或按空白切分的字符串。
        pass

    def predict(self, context):
        # Draw a next word by its count after the last n-1
        # tokens of context; None if that was never seen.
        # 按最后 n-1 个词之后的计数随机抽取下一个词；
        # 没见过则返回 None。
        return None

    def distribution(self, context):
        # The probability of every word of the vocabulary
        # to come next, as a list of floats.
        # 词表中每个词作为下一个词的概率，float 列表。
        return [1 / len(self.vocabulary)] * len(self.vocabulary)
