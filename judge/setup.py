"""Everything that must be there before the site can serve, step by step, each skipped when up to date.

Starts no process but the Docker engine; ``manage.py up`` serves.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from rich.console import Console

from accounts.services import ensure_demo_accounts
from judge import base_models, workshop
from judge.env import ROOT
from judge.frontend import BuildError, build_bundle, compile_catalogues
from questions.bank_loader import load_bank
from questions.bank_schema import BankError
from questions.index import rebuild
from questions.models import SearchEntry
from questions.problem_loader import SHIPPED, load_packages
from questions.problem_package import PackageError
from sandbox.engine_setup import ensure_engine
from sandbox.image_build import build_images
from sandbox.job import SandboxError

Say = Callable[[str], None]


class SetupError(Exception):
    """A step that the pages need failed; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the set-up: ``act`` does it and returns what it did, in a few words."""

    title: str
    act: Callable[[Say], str]


def site_steps() -> list[Step]:
    """What the pages need."""
    return [
        Step("Front-end bundle", lambda say: build_bundle(ROOT / "frontend")),
        Step("Translations", lambda say: compile_catalogues(ROOT / "locale")),
        Step("Static files", lambda say: _quietly("collectstatic", interactive=False)),
        Step("Database", lambda say: _quietly("migrate", interactive=False)),
        Step("Question bank", lambda say: _load_bank()),
        Step("Problems and hidden data", lambda say: _load_problems()),
        Step("Search index", lambda say: _fill_index()),
    ]


def judging_steps() -> list[Step]:
    """What judging needs; without it the site serves with judging marked off."""
    return [
        Step("Docker engine", lambda say: ensure_engine(workshop.installation(), say)),
        Step("Sandbox images", lambda say: _built(build_images(workshop.installation(), say))),
        Step("Base models", base_models.install_needed),
    ]


def _built(tags: list[str]) -> str:
    return "built " + ", ".join(tags) if tags else "unchanged"


def _load_bank() -> str:
    plan = load_bank()
    counts = {did: len(getattr(plan, did)) for did in ("added", "changed", "returned", "retired", "left")}
    said = [f"{count} {did}" for did, count in counts.items() if count]
    if plan.kept:
        said.append(f"kept as the site has them, not as their files: {' '.join(plan.kept)}")
    return ", ".join(said)


def _load_problems() -> str:
    wanted = [slug.strip() for slug in settings.ENV.problems.split(",") if slug.strip()]
    more = [Path(name.strip()) for name in settings.ENV.problem_folders.split(",") if name.strip()]
    return ", ".join(f"{one.version} {one.did}" for one in load_packages(SHIPPED, *more, only=wanted))


def _fill_index() -> str:
    """Saving keeps it true; only what was there before the index was is missing."""
    return "unchanged" if SearchEntry.objects.exists() else f"{rebuild()} entries"


def _quietly(command: str, **options: object) -> str:
    """Run a management command; return the last line that it printed."""
    out = StringIO()
    call_command(command, stdout=out, verbosity=1, **options)
    lines = out.getvalue().strip().splitlines()
    return lines[-1].strip() if lines else "done"


def run_setup(console: Console) -> str:
    """Do all the steps, showing each; return what keeps the site from judging ("" when nothing does).

    Raises:
        SetupError: a step that the pages need failed; judging steps only mark judging off.
    """
    try:
        for step in site_steps():
            run_step(console, step)
    except (BuildError, BankError, PackageError) as error:
        raise SetupError(f"{step.title}: {error}") from error
    if settings.ENV.development:
        ensure_demo_accounts(settings.HOME)
    try:
        for step in judging_steps():
            run_step(console, step)
    except SandboxError as error:
        return str(error)
    return ""


def run_step(console: Console, step: Step) -> None:
    """Do one step with a spinner, then leave one line about it."""
    started = time.monotonic()
    with _spinner(console, step.title) as say:
        did = step.act(say)
    console.print(
        f"[green]✓[/] {step.title:<26} [dim]{time.monotonic() - started:5.1f} s[/]  {did}",
        highlight=False,
        soft_wrap=True,
    )


@contextmanager
def _spinner(console: Console, title: str) -> Iterator[Say]:
    with console.status(title) as status:

        def say(line: str) -> None:
            status.update(f"{title}: {line}")
            if not console.is_terminal:
                console.print(f"  {title}: {line}", highlight=False, soft_wrap=True)

        yield say
