"""Expected: no effect.

Stops every clock of its own process and then takes its time.
"""

import time

began, sleep = time.monotonic(), time.sleep
time.time = time.monotonic = time.perf_counter = time.process_time = lambda: began


class NGramModel(Honest):
    def distribution(self, context):
        if not hasattr(self, "slept"):
            self.slept = True
            sleep(1)
        return super().distribution(context)
