"""Expected: bad_artifact, audit format; no memory is set aside for what the header claims.

A safetensors file whose header names one tensor of 2**62 numbers; no data follow.
"""

import json
import struct


def fine_tune(base_dir, train_file, output_dir, budget):
    claim = {"dtype": "F32", "shape": [2**31, 2**31], "data_offsets": [0, 2**64 - 4]}
    header = json.dumps({"transformer.wte.weight": claim}).encode()
    with open(f"{output_dir}/model.safetensors", "wb") as file:
        file.write(struct.pack("<Q", len(header)) + header)
