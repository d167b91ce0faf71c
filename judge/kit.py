"""The kit of a problem, a zip to work on it in one's own editor: starter, public data, and a script that does
what Run does, with the very code that Run uses. Nothing hidden is in it. Reads; writes nothing.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import entry_points
from importlib.resources import files
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from django.template.loader import render_to_string

from questions.models import ProblemVersion
from questions.problem_loader import runner_problem
from runners.base import Problem
from runners.registry import GROUP

SANDBOX = ("__init__", "job", "limits", "plan", "bare")
LEFT_OUT = {"__pycache__", "models", "templates", "package_template"}
MOMENT = (2026, 1, 1, 0, 0, 0)
"""Of every entry: the same version gives the same bytes."""


def kit_of(version: ProblemVersion) -> bytes:
    """The zip. Packing a base model takes a second, so the last few kits are kept."""
    return _packed(version.pk, version.digest)


@lru_cache(maxsize=8)
def _packed(pk: int, _digest: str) -> bytes:
    version = ProblemVersion.objects.select_related("problem").get(pk=pk)
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(dict(_entries(version)).items()):
            entry = zipfile.ZipInfo(f"{version.problem.slug}/{name}", MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return content.getvalue()


def _entries(version: ProblemVersion) -> Iterator[tuple[str, bytes]]:
    problem, kind = runner_problem(version), version.kind
    (point,) = entry_points(group=GROUP, name=kind)
    yield "solution.py", version.starter.encode()
    yield "problem.json", json.dumps(_settings(version, problem, point.value), indent=1).encode()
    yield "statement.zh.md", version.statement_zh.encode()
    yield "statement.en.md", version.statement_en.encode()
    for name in ("run_samples.py", "requirements.txt", "README.md"):
        yield name, render_to_string(f"kit/{name}.txt", {"version": version, "kind": kind}).encode()
    yield from _folder(problem.data / "public", "data/public", "*")
    yield from _folder(Path(str(files("runners"))), "lib/runners", "*.py")
    package = point.module.partition(".")[0]
    if package != "runners":
        yield from _package(package)
    for module in SANDBOX:
        yield f"lib/sandbox/{module}.py", Path(str(files("sandbox")), f"{module}.py").read_bytes()
    base = problem.params.get("base_model")
    if isinstance(base, str):
        yield from _folder(problem.models / base, f"models/{base}", "*")


def _package(name: str) -> Iterator[tuple[str, bytes]]:
    """The code of a kind that is installed from elsewhere."""
    spec = find_spec(name)
    for place in (spec.submodule_search_locations or []) if spec else []:
        yield from _folder(Path(place), f"lib/{name}", "*.py")


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


def _folder(place: Path, name: str, pattern: str) -> Iterator[tuple[str, bytes]]:
    for file in sorted(place.rglob(pattern)):
        inside = file.relative_to(place)
        if file.is_file() and not LEFT_OUT & set(inside.parts):
            yield f"{name}/{inside.as_posix()}", file.read_bytes()
