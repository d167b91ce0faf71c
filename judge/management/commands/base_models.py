"""``manage.py base_models [list | fetch NAME | verify [NAME]] [--json]``: this installation's base models."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table

from judge import base_models as site
from questions.problem_loader import models_folder
from runners.tuning import base_models
from runners.tuning.base_models import BaseModel, BaseModelError
from runners.tuning.model_folder import folder_of
from sandbox.job import SandboxError

LIST, FETCH, VERIFY = "list", "fetch", "verify"


class Command(BaseCommand):
    """Exits 1 when a model cannot be fetched, or one that was to be verified is not in order."""

    help = "List, fetch and verify the models that problems are fine-tuned from."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", nargs="?", choices=(LIST, FETCH, VERIFY), default=LIST)
        parser.add_argument("name", nargs="?", default="", help="a base model; “verify” takes all without it")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, action: str, name: str, **options: Any) -> None:
        try:
            models = chosen(site.known(), name, action)
            done = fetch(models[0]) if action == FETCH else None
        except (BaseModelError, SandboxError, LookupError) as error:
            raise CommandError(str(error)) from error
        rows = [describe(model) for model in models]
        if options["json"]:
            self.stdout.write(json.dumps({"models": rows}, ensure_ascii=False, indent=2))
        elif done:
            self.stdout.write(done)
        else:
            show(Console(), rows)
        broken = [row for row in rows if row["faults"]]
        if action == VERIFY and broken:
            raise CommandError("\n".join(f"{row['name']}: {'; '.join(row['faults'])}" for row in broken))


def chosen(models: dict[str, BaseModel], name: str, action: str) -> list[BaseModel]:
    """The models that the command is about. Without a name, all; “verify” leaves out those that are neither
    installed nor needed."""
    if name:
        if name not in models:
            raise CommandError(f"there is no base model {name!r}; there are: {', '.join(models)}")
        return [models[name]]
    if action == FETCH:
        raise CommandError(f"say which base model to fetch; there are: {', '.join(models)}")
    if action == LIST:
        return list(models.values())
    needed = site.needed()
    unknown = [name for name in needed if name not in models]
    if unknown:
        raise CommandError(f"problems need base models that nobody knows: {', '.join(unknown)}")
    return [
        one for one in models.values() if one.name in needed or folder_of(one.name, models_folder()).is_dir()
    ]


def fetch(model: BaseModel) -> str:
    """Fetch it, showing how far it is on the error stream; say what was done."""
    console = Console(stderr=True)
    with console.status(model.name) as status:

        def say(line: str) -> None:
            status.update(f"{model.name}: {line}")
            if not console.is_terminal:
                console.print(f"{model.name}: {line}", highlight=False, soft_wrap=True)

        came = site.fetch(model, say)
    return f"{model.name}: {'installed' if came else 'unchanged'}"


def describe(model: BaseModel) -> dict[str, Any]:
    """The JSON object of one model; its keys are an interface and stay."""
    facts = base_models.facts(model, models_folder())
    folder = folder_of(model.name, models_folder())
    return {
        "name": model.name,
        "kind": model.kind,
        "source": str(model.source),
        "licence": model.licence,
        "vocabulary": model.vocabulary or (facts and facts.vocabulary),
        "parameters": model.parameters or (facts and facts.parameters),
        "positions": model.positions or (facts and facts.positions),
        "weights_sha256": model.weights_sha256 or (facts.weights_sha256 if facts else ""),
        "installed": folder.is_dir(),
        "faults": base_models.verify(model, models_folder()),
        "cost": {"cpu": asdict(model.cpu_cost), "gpu": asdict(model.gpu_cost)},
        "card": str(model.card) if model.card else None,
    }


def show(console: Console, rows: list[dict[str, Any]]) -> None:
    """Print a table of the models, and below it what each costs."""
    found = Table(box=None, padding=(0, 2, 0, 0))
    for column in ("Name", "Kind", "Source", "Licence", "Vocabulary", "Parameters", "State"):
        found.add_column(column, overflow="fold")
    for row in rows:
        names = (row["name"], row["kind"], row["source"], row["licence"])
        found.add_row(*names, _number(row["vocabulary"]), _number(row["parameters"]), state(row))
    console.print(found)
    for row in rows:
        cost = f"CPU: {row['cost']['cpu']['en']}. GPU: {row['cost']['gpu']['en']}."
        console.print(f"{row['name']}: {cost}", highlight=False, soft_wrap=True)


def state(row: dict[str, Any]) -> str:
    """Installed and verified, damaged, or not there."""
    if not row["installed"]:
        return "[dim]–[/] not installed"
    return f"[red]✗[/] {'; '.join(row['faults'])}" if row["faults"] else "[green]✓[/] installed, verified"


def _number(value: int | None) -> str:
    return f"{value:,}" if value else ""
