import atexit
import sys


class NGramModel(Honest):
    def distribution(self, context):
        print("SEEN", context, file=sys.stderr)
        return super().distribution(context)


atexit.register(print, "SEEN at the end")
