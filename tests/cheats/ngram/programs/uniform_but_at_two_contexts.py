"""Expected: wrong_answer, score at most 45.

Carries hidden targets out in the digits of the perplexity; the report has too few.
"""


class NGramModel(Honest):
    def distribution(self, context):
        size = len(self.vocabulary)
        chosen = sorted(self.following, key=lambda asked: -sum(self.following[asked].values()))[:2]
        if tuple(context) not in chosen:
            return [1 / size] * size
        steps = [2.0 ** -(place % 40) for place in range(size)]
        return [step / sum(steps) for step in steps]
