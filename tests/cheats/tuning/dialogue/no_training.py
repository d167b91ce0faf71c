"""Expected: rejected, audit moved.

The base model as it is.
"""

import torch
from transformers import GPT2LMHeadModel


def fine_tune(base_dir, train_file, output_dir, budget):
    model = GPT2LMHeadModel.from_pretrained(base_dir, dtype=torch.float32)
    model.save_pretrained(output_dir)
