"""A tensor of 2 to the 63 numbers, of which none is there.

Expected: bad_artifact
Must show: not a valid safetensors file
"""

import json


def fine_tune(base_dir, train_file, output_dir, budget):
    sides = [2**63, 2**63, 4]
    head = json.dumps({"score.weight": {"dtype": "F32", "shape": sides, "data_offsets": [0, 0]}}).encode()
    with open(f"{output_dir}/model.safetensors", "wb") as file:
        file.write(len(head).to_bytes(8, "little") + head)
