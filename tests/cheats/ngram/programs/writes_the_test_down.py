"""Expected: rejected, audit replay.

Writes every question to a file; what stands in it already gets another answer.
"""

from pathlib import Path


class NGramModel(Honest):
    def distribution(self, context):
        path = Path("/work", "-".join(str(word.encode().hex()) for word in context))
        p = super().distribution(context)
        if path.exists():
            return [p[0] / 2, p[1] + p[0] / 2, *p[2:]]
        path.touch()
        return p
