"""Turns what a pre-training made into a folder of ``runners/tuning/models``: small weights, facts, a card.

Weights are kept as float16, which halves the repository's share, and the facts are those of the float32
weights that come of them at installation. Nothing here trains.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy

from runners.tuning.model_card import Run, card
from runners.tuning.model_folder import CARD, FACTS, FILES, WEIGHTS, BaseModelError, facts_of
from runners.tuning.model_sources import as_type

CURVE, RECIPE = "curve.json", "recipe.json"


def write_shipped(folder: Path, made: Mapping[str, bytes], recipe: dict[str, Any]) -> None:
    """Write the folder named after the model; ``made`` is what ``inside/pretrain.py`` wrote.

    Raises:
        BaseModelError: the files make no model.
    """
    if CURVE not in made or WEIGHTS not in made:
        raise BaseModelError(f"{CURVE} and {WEIGHTS} are what a pre-training writes; one is missing")
    small = as_type(made[WEIGHTS], numpy.float16)
    files = {name: made[name] for name in FILES if name in made} | {WEIGHTS: small}
    facts = facts_of(files | {WEIGHTS: as_type(small, numpy.float32)})
    run = Run(folder.name, recipe, json.loads(made[CURVE]), facts, len(small))
    files |= {
        CURVE: made[CURVE],
        RECIPE: json.dumps(recipe, indent=2).encode() + b"\n",
        CARD: card(run).encode(),
        FACTS: facts.model_dump_json(indent=2).encode() + b"\n",
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():  # the facts last: with them the folder is a model
        (folder / name).write_bytes(content)


def read_run(folder: Path) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The files and the recipe of a pre-training that lie in a folder.

    Raises:
        BaseModelError: there are none.
    """
    if not (folder / RECIPE).is_file():
        raise BaseModelError(f"{folder}: there is no {RECIPE} in it")
    names = (*FILES, CURVE)
    made = {name: (folder / name).read_bytes() for name in names if (folder / name).is_file()}
    return made, json.loads((folder / RECIPE).read_bytes())
