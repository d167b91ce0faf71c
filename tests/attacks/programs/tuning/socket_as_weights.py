"""The weights are a socket.

Expected: bad_artifact
"""

import socket


def fine_tune(base_dir, train_file, output_dir, budget):
    socket.socket(socket.AF_UNIX).bind(f"{output_dir}/model.safetensors")
