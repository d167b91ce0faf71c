"""A trie of the reversed context; each node keeps how often each word came after it."""

from random import random


class Node:
    def __init__(self):
        self.children = {}
        self.counts = {}
        self.total = 0

    def add(self, word):
        self.counts[word] = self.counts.get(word, 0) + 1
        self.total += 1

    def child(self, word):
        if word not in self.children:
            self.children[word] = Node()
        return self.children[word]


class NGramModel:
    def __init__(self, n, vocabulary=None):
        self.n = n
        self.vocabulary = vocabulary
        self.root = Node()

    def train(self, sentences):
        for sentence in sentences:
            if isinstance(sentence, str):
                sentence = sentence.split()
            for i in range(len(sentence)):
                node = self.root
                node.add(sentence[i])
                for back in range(1, self.n):
                    if i - back < 0:
                        break
                    node = node.child(sentence[i - back])
                    node.add(sentence[i])

    def predict(self, context):
        if len(context) < self.n - 1:
            return None
        node = self.root
        for back in range(1, self.n):
            node = node.children.get(context[-back])
            if node is None:
                return None
        if node.total == 0:
            return None
        mark = random() * node.total
        for word, count in node.counts.items():
            mark -= count
            if mark <= 0:
                return word
        return word

    def distribution(self, context):
        probabilities = {w: 1 / len(self.vocabulary) for w in self.vocabulary}
        node = self.root
        back = 1
        while node is not None and node.total > 0:
            kinds = len(node.counts)
            denominator = node.total + kinds
            for w in probabilities:
                probabilities[w] = (node.counts.get(w, 0) + kinds * probabilities[w]) / denominator
            if back >= self.n or back > len(context):
                break
            node = node.children.get(context[-back])
            back += 1
        return list(probabilities.values())
