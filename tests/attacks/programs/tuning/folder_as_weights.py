"""The weights are a folder without rights.

Expected: bad_artifact
"""

import os


def fine_tune(base_dir, train_file, output_dir, budget):
    os.mkdir(f"{output_dir}/model.safetensors", 0)
