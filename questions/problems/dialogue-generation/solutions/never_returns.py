"""Waits for ever: it uses no processor, so the wall clock must end it."""

import time


def fine_tune(base_dir, train_file, output_dir, budget):
    while True:
        time.sleep(1)
