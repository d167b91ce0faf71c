"""Counts the halves of the text in two threads."""

from concurrent.futures import ThreadPoolExecutor


class NGramModel(Honest):
    def train(self, sentences):
        halves = [sentences[0::2], sentences[1::2]]
        with ThreadPoolExecutor(2) as pool:
            for counted in pool.map(self.counts_of, halves):
                for context, counts in counted.following.items():
                    self.following[context].update(counts)
                self.words.update(counted.words)

    def counts_of(self, sentences):
        counted = Honest(self.n)
        counted.train(sentences)
        return counted
