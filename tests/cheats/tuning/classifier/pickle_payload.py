"""Expected: bad_artifact, audit format; the payload is never unpacked.

A pickle under the name of the weights: unpacking it would create a file.
"""

import pickle


class Payload:
    def __reduce__(self):
        return open, ("/tmp/unpacked", "w")


def fine_tune(base_dir, train_file, output_dir, budget):
    with open(f"{output_dir}/model.safetensors", "wb") as file:
        pickle.dump(Payload(), file)
