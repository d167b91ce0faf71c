"""Expected: rejected, audit moved.

The base model with a random head.
"""

import torch
from transformers import GPT2ForSequenceClassification


def fine_tune(base_dir, train_file, output_dir, budget):
    model = GPT2ForSequenceClassification.from_pretrained(base_dir, num_labels=2, dtype=torch.float32)
    model.save_pretrained(output_dir)
