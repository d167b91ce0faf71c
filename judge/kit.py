"""The kit of a problem, a zip to work on it in one's own editor: starter, public data, and a script that does
what Run does, with the very code that Run uses. Nothing hidden is in it. Writes the zip, nothing else.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import shutil
import tempfile
import zipfile
from functools import lru_cache
from importlib.metadata import entry_points
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import override
from rest_framework.throttling import UserRateThrottle

from judge import limits
from judge.kit_needs import modules_of, requirements
from judge.states import Verdicts
from questions.models import ProblemVersion
from questions.problem_loader import runner_problem
from runners.base import Problem
from runners.registry import GROUP

MOMENT = (2026, 1, 1, 0, 0, 0)
"""Of every entry: the same version gives the same bytes."""


class Kit(NamedTuple):
    """Where the zip lies, and what it is called where it is saved."""

    path: Path
    name: str


class KitRate(UserRateThrottle):
    """Kits may be as large as a model: an account, or the address of a visitor, gets some a minute."""

    scope = "kit"
    rate = f"{limits.KITS_PER_MINUTE}/min"


Entries = dict[str, bytes | Path]


def seconds_to_wait(request: HttpRequest) -> int:
    """How long until the next download, 0 for one that may begin now and is counted."""
    rate = KitRate()
    if rate.allow_request(request, None):  # type: ignore[arg-type] # a plain request will do; no view is asked
        return 0
    return math.ceil(rate.wait() or 1)


def kit_of(version: ProblemVersion) -> Kit:
    """The zip, made when it is first asked for and again when anything in it changed."""
    slug, entries = version.problem.slug, _entries(version)
    folder = Path(settings.HOME) / "kits" / slug
    path = folder / f"{version.version}-{_mark(version, entries)}.zip"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        # Not the one that another process may have written a moment ago.
        older = {*folder.glob(f"{version.version}-*.zip")} - {path}
        _write(path, slug, entries)
        for file in older:
            file.unlink(missing_ok=True)
    return Kit(path, f"{slug}-{version.version}.zip")


def _mark(version: ProblemVersion, entries: Entries) -> str:
    """What the bytes follow from, without reading them: a model is large."""
    mark = hashlib.sha256(version.digest.encode())
    for name, content in sorted(entries.items()):
        if isinstance(content, Path):
            known = content.stat()
            mark.update(f"{name} {known.st_size} {known.st_mtime_ns}\n".encode())
        else:
            mark.update(f"{name} {hashlib.sha256(content).hexdigest()}\n".encode())
    return mark.hexdigest()[:16]


def _write(path: Path, slug: str, entries: Entries) -> None:
    """Whole or not at all; two that write it at once write the same."""
    handle, made = tempfile.mkstemp(dir=path.parent, suffix=".new")
    try:
        with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w") as archive:
            for name, content in sorted(entries.items()):
                entry = zipfile.ZipInfo(f"{slug}/{name}", MOMENT)
                # Weights are noise: to press them takes long and wins little.
                entry.compress_type = (
                    zipfile.ZIP_STORED if name.startswith("models/") else zipfile.ZIP_DEFLATED
                )
                entry.external_attr = 0o644 << 16
                with (
                    content.open("rb") if isinstance(content, Path) else BytesIO(content) as source,
                    archive.open(entry, "w", force_zip64=True) as target,
                ):
                    shutil.copyfileobj(source, target)
        Path(made).rename(path)
    finally:
        Path(made).unlink(missing_ok=True)


def _entries(version: ProblemVersion) -> Entries:
    """The files by their names, those of the disk by their paths."""
    problem, kind = runner_problem(version), version.kind
    (point,) = entry_points(group=GROUP, name=kind)
    entries: Entries = {
        "solution.py": version.starter.encode(),
        "problem.json": json.dumps(_settings(version, problem, point.value), indent=1).encode(),
        "statement.zh.md": version.statement_zh.encode(),
        "statement.en.md": version.statement_en.encode(),
    }
    for name in ("run_samples.py", "README.md"):
        context = {"version": version, "verdicts": _verdicts()}
        entries[name] = render_to_string(f"kit/{name}.txt", context).encode()
    entries |= _folder(problem.data / "public", "data/public")
    entries |= {f"lib/{place}": path for place, path in modules_of(point.module).items()}
    programs = tuple((name, content) for name, content in entries.items() if name.endswith(".py"))
    entries["requirements.txt"] = _requirements(version.digest, programs)
    base = problem.params.get("base_model")
    if isinstance(base, str):
        entries |= _folder(problem.models / base, f"models/{base}")
    return entries


def _verdicts() -> str:
    """What verdicts are called in both languages, by their codes, as a program has it."""
    names = {}
    for language, locale in (("zh", "zh-hans"), ("en", "en")):
        with override(locale):
            names[language] = {code: str(label) for code, label in Verdicts.choices}
    return json.dumps(names, ensure_ascii=False, indent=4)


@lru_cache(maxsize=128)
def _requirements(_digest: str, programs: tuple[tuple[str, bytes | Path], ...]) -> bytes:
    """``requirements.txt``. Kept, for it takes reading all the programs."""
    sources = {
        name: content.read_bytes() if isinstance(content, Path) else content for name, content in programs
    }
    return "\n".join(["# Python 3.11 or newer.", *requirements(sources), ""]).encode()


def _settings(version: ProblemVersion, problem: Problem, runner: str) -> dict[str, object]:
    """What the runner is told of the problem."""
    return {
        "runner": runner,
        "slug": problem.slug,
        "version": problem.version,
        "limits": version.config["limits"],
        "pass_mark": problem.pass_mark,
        "scoring": dict(problem.scoring),
        "params": dict(problem.params),
    }


def _folder(place: Path, name: str) -> Entries:
    """Every file below the folder."""
    return {
        f"{name}/{file.relative_to(place).as_posix()}": file
        for file in sorted(place.rglob("*"))
        if file.is_file() and "__pycache__" not in file.parts
    }
