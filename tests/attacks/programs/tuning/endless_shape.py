"""Weights of the right names, one of them with a shape of a hundred thousand sides.

Expected: rejected
Must show: has shape .2, 192, 1, 1, 1, 1, 1, 1,
Must not show: (1, ){100}
"""

import json

import torch
from transformers import GPT2ForSequenceClassification


def fine_tune(base_dir, train_file, output_dir, budget):
    model = GPT2ForSequenceClassification.from_pretrained(base_dir, num_labels=2, dtype=torch.float32)
    model.save_pretrained(output_dir)
    path = f"{output_dir}/model.safetensors"
    with open(path, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        head, body = json.loads(file.read(length)), file.read()
    head["score.weight"]["shape"] += [1] * 99_998
    text = json.dumps(head).encode()
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text + body)
