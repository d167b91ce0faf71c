"""A header longer than the file, and offsets beyond its end.

Expected: bad_artifact
Must show: not a valid safetensors file
"""

import json


def fine_tune(base_dir, train_file, output_dir, budget):
    tensor = {"dtype": "F32", "shape": [2, 256], "data_offsets": [0, 2**62]}
    head = json.dumps({"score.weight": tensor}).encode()
    with open(f"{output_dir}/model.safetensors", "wb") as file:
        file.write(len(head).to_bytes(8, "little") + head + bytes(2048))
