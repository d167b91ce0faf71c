"""The weights are a torch file with a payload under the name of safetensors.

Expected: bad_artifact
Must show: not a valid safetensors file
"""

import os

import torch


class Command:
    def __reduce__(self):
        return (os.system, ("touch /tmp/attacked",))


def fine_tune(base_dir, train_file, output_dir, budget):
    torch.save({"score.weight": Command()}, f"{output_dir}/model.safetensors")
