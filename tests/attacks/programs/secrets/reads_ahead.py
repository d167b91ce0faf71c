"""Looks during training whether the next questions have already arrived.

Expected: honest
Must show: nothing there
"""

import fcntl
import os
import struct
import termios
import time

# --- honest ---


class NGramModel(NGramModel):
    def train(self, sentences):
        super().train(sentences)
        if self.vocabulary:
            time.sleep(0.3)
            held = struct.unpack("i", fcntl.ioctl(3, termios.FIONREAD, bytes(4)))[0]
            os.set_blocking(3, False)
            try:
                print("SUCCEED" + "ED:", held, os.read(3, 100))
            except BlockingIOError:
                print("nothing there")
            os.set_blocking(3, True)
