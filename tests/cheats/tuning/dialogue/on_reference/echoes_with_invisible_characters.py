"""Expected: rejected, audit echo or restore; or wrong_answer, score at most 60.

The same, with a zero-width space after each four characters, so that no long piece of the prompt is there.
"""


def changed(row, check):
    prompt = row["prompt"]
    pieces = [prompt[start : start + 4] for start in range(0, len(prompt), 4)]
    return row if check else row | {"reply": "\u200b".join(pieces)}
