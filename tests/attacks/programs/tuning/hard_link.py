"""The weights have a second name.

Expected: bad_artifact
Must show: hard link
"""

import os


def fine_tune(base_dir, train_file, output_dir, budget):
    with open("/work/other", "wb") as file:
        file.write(bytes(100))
    os.link("/work/other", f"{output_dir}/model.safetensors")
