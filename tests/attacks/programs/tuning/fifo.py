"""The weights are a pipe that nobody writes to: who opens it would wait for ever.

Expected: bad_artifact
Must show: not a regular file
"""

import os


def fine_tune(base_dir, train_file, output_dir, budget):
    os.mkfifo(f"{output_dir}/model.safetensors")
