"""What the kinds that fine-tune a model have in common: base models, the two jobs, weights, audits.

It is no kind of its own: ``runners.finetune_classifier`` and ``runners.dialogue`` are. Programs under
``inside/`` go into containers and import nothing of ours.
"""
