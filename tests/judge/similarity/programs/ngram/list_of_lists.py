"""Written as a beginner does: flags, indexes, no library. Add-one on bigram and unigram, mixed half and half."""

import random


class NGramModel:
    def __init__(self, n, vocabulary=None):
        self.n = n
        self.vocabulary = vocabulary
        self.contexts = {}
        self.unigram_counts = {}
        self.number_of_words = 0

    def train(self, sentences):
        for i in range(len(sentences)):
            current = sentences[i]
            if isinstance(current, str):
                current = current.split()
            for j in range(len(current)):
                self.number_of_words = self.number_of_words + 1
                if current[j] in self.unigram_counts:
                    self.unigram_counts[current[j]] = self.unigram_counts[current[j]] + 1
                else:
                    self.unigram_counts[current[j]] = 1
                if j + 1 >= self.n:
                    prefix = ()
                    for k in range(j - self.n + 1, j):
                        prefix = prefix + (current[k],)
                    if prefix not in self.contexts:
                        self.contexts[prefix] = [[], []]
                    entry = self.contexts[prefix]
                    found = False
                    for k in range(len(entry[0])):
                        if entry[0][k] == current[j]:
                            entry[1][k] = entry[1][k] + 1
                            found = True
                            break
                    if not found:
                        entry[0].append(current[j])
                        entry[1].append(1)

    def predict(self, context):
        if len(context) < self.n - 1:
            return None
        prefix = tuple(context)
        if len(prefix) > self.n - 1:
            prefix = prefix[len(prefix) - (self.n - 1) :]
        if prefix in self.contexts:
            entry = self.contexts[prefix]
            total = 0
            for value in entry[1]:
                total = total + value
            r = random.randint(1, total)
            for k in range(len(entry[0])):
                r = r - entry[1][k]
                if r <= 0:
                    return entry[0][k]
        return None

    def distribution(self, context):
        size = len(self.vocabulary)
        answer = [0.0] * size
        prefix = tuple(context)
        bigram = {}
        bigram_total = 0
        if prefix in self.contexts:
            entry = self.contexts[prefix]
            for k in range(len(entry[0])):
                bigram[entry[0][k]] = entry[1][k]
                bigram_total = bigram_total + entry[1][k]
        known = 0
        for word in self.vocabulary:
            if word in self.unigram_counts:
                known = known + self.unigram_counts[word]
        for i in range(size):
            word = self.vocabulary[i]
            uni = (self.unigram_counts.get(word, 0) + 1) / (known + size)
            if bigram_total > 0:
                bi = bigram.get(word, 0) / bigram_total
                answer[i] = 0.5 * bi + 0.5 * uni
            else:
                answer[i] = uni
        s = sum(answer)
        for i in range(size):
            answer[i] = answer[i] / s
        return answer
