"""The weights are a terabyte of nothing.

Expected: bad_artifact
Must show: 1024.0 GiB
"""


def fine_tune(base_dir, train_file, output_dir, budget):
    with open(f"{output_dir}/model.safetensors", "wb") as file:
        file.truncate(1 << 40)
