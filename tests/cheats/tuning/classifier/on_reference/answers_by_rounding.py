"""Expected: rejected, audit batching.

Trained as it should be, and then every answer is made certain by a large factor on the head. So large that
what is rounded in the last digit, which no two ways to add up share, is seen in the answers.
"""

FACTOR = 100_000.0

trained_honestly = fine_tune


def changed(row, check):
    return row


def fine_tune(base_dir, train_file, output_dir, budget):
    trained_honestly(base_dir, train_file, output_dir, budget)
    model = GPT2ForSequenceClassification.from_pretrained(output_dir, dtype=torch.float32)
    with torch.no_grad():
        model.score.weight *= FACTOR
    model.save_pretrained(output_dir)
