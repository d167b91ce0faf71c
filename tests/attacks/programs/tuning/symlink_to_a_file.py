"""The weights are a link to a file of the container's.

Expected: bad_artifact
Must show: symbolic link
"""

import os


def fine_tune(base_dir, train_file, output_dir, budget):
    os.symlink("/etc/passwd", f"{output_dir}/model.safetensors")
