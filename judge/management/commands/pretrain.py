"""``manage.py pretrain``: pre-train the small Chinese base model from public text alone, in the sandbox.

The result is a folder in the form of ``runners/tuning/models/``; it is installed like any shipped model once
it stands there. Judging never needs this command: the repository brings the weights.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console

from judge import base_models as site
from runners.corpora import CorpusError
from runners.tuning import pretraining
from runners.tuning.model_folder import BaseModelError
from runners.tuning.shipped_folder import read_run, write_shipped
from sandbox.job import Outcome, Result, SandboxError

SECONDS = 4 * 3600.0
NAME = "zh-gpt2-mini"


class Command(BaseCommand):
    """Exits 1 when no model was made."""

    help = "Pre-train the small Chinese base model in the sandbox and write its folder and card."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--output", type=Path, help=f"folder to write; default is pretrained/{NAME} in the state folder"
        )
        parser.add_argument("--seconds", type=float, default=SECONDS, help="the longest that it may take")
        parser.add_argument(
            "--quick", action="store_true", help="a few steps of a tiny model: tries the path"
        )
        parser.add_argument(
            "--write-card",
            action="store_true",
            help="train nothing: write weights, facts and card anew from the finished run in the folder",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["output"] or Path(settings.HOME) / "pretrained" / NAME
        try:
            made, recipe = (
                read_run(folder) if options["write_card"] else train(options["seconds"], options["quick"])
            )
            write_shipped(folder, made, recipe)
        except (BaseModelError, SandboxError, CorpusError, LookupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{folder}: written")


def train(seconds: float, quick: bool) -> tuple[dict[str, bytes], dict[str, Any]]:
    """Run the job; return the files that it made, and the recipe."""
    recipe = pretraining.QUICK if quick else pretraining.RECIPE
    samples = pretraining.few_texts() if quick else pretraining.texts()
    cpus = 1 if quick else os.cpu_count() or 1
    console = Console(stderr=True)
    console.print(f"{len(samples)} texts; at most {seconds:,.0f} s", highlight=False)
    with console.status("pre-training in the sandbox"):
        result = site.run_job(pretraining.job(recipe, samples, seconds=seconds, cpus=cpus))
    return files_made(result), recipe


def files_made(result: Result) -> dict[str, bytes]:
    """The artifacts of a run that ended well.

    Raises:
        CommandError: it did not.
    """
    if result.outcome is not Outcome.OK:
        said = result.stderr.decode(errors="replace").strip()[-2000:]
        raise CommandError(f"pre-training ended with {result.outcome}: {result.reason}\n{said}")
    return result.artifacts
