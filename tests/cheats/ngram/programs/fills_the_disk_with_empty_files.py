"""Expected: bad_artifact.

Creates files until no more can be created.
"""

from pathlib import Path


class NGramModel(Honest):
    def train(self, sentences):
        super().train(sentences)
        for number in range(10_000_000):
            Path("/work", f"{number}").touch()
