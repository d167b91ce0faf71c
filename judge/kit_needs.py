"""What a kit needs of the product: the modules that its script imports, and the packages that those import.
Reads source and the images' lists; imports nothing of it and writes nothing.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import packages_distributions, version
from importlib.util import find_spec
from pathlib import Path

from sandbox.image_recipes import PARENTS, packages

OURS = ("runners", "sandbox")
ASKED = ("runners.base", "sandbox.bare", "sandbox.job")
"""What ``run_samples.py`` imports beside the kind."""

LEFT_OUT = {"__pycache__", "models", "templates", "package_template"}
PINNED = re.compile(r"^([\w.-]+)==([^\s+]+)", re.MULTILINE)


@cache
def modules_of(kind: str) -> dict[str, Path]:
    """The files of the module ``kind`` and of all that it imports of ours, by their places. A folder inside
    of ``runners`` comes whole, for a job's programs lie beside the module that reads them, and so does the
    package of a kind that is installed from elsewhere."""
    found: dict[str, Path] = {}
    waiting = [kind, *ASKED]
    while waiting:
        for place, path in _files(waiting.pop(), kind.partition(".")[0]):
            if place not in found:
                found[place] = path
                waiting += imported(path.read_bytes())
    return found


def _files(module: str, kind: str) -> Iterator[tuple[str, Path]]:
    top, *inner = module.split(".")
    spec = find_spec(top) if top in {*OURS, kind} else None
    for place in (spec.submodule_search_locations or []) if spec else []:
        root = Path(place)
        files = [root / "__init__.py"]
        if top not in OURS:
            files += root.rglob("*.py")
        elif inner:
            files += [root / f"{inner[0]}.py", *(root / inner[0]).rglob("*.py")]
        for file in files:
            inside = Path(top, file.relative_to(root))
            if file.is_file() and not LEFT_OUT & set(inside.parts):
                yield inside.as_posix(), file


def imported(source: bytes) -> Iterator[str]:
    """The modules that a file imports when it is itself imported. What it asks for later, inside of a
    function, it can do without."""
    try:
        waiting: list[ast.AST] = [ast.parse(source)]
    except SyntaxError:  # a starter may be half of a program
        return
    while waiting:
        for node in ast.iter_child_nodes(waiting.pop()):
            if isinstance(node, ast.Import):
                yield from (name.name for name in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module
                yield from (f"{node.module}.{name.name}" for name in node.names)
            elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                waiting.append(node)


def requirements(files: Mapping[str, bytes]) -> list[str]:
    """The packages that these programs, by their places, import of others, and those that every image has;
    each pinned to the version that the images have, else to the one that is installed here."""
    pins = {name: pinned for image in PARENTS for name, pinned in _pins(image).items()}
    brought = packages_distributions()
    own = {part for place in files for part in Path(place).with_suffix("").parts}
    names = {name.partition(".")[0] for source in files.values() for name in imported(source)}
    wanted = _pins("base")
    for name in names - own - sys.stdlib_module_names:
        for package in brought.get(name, [name])[:1]:
            if pinned := pins.get(package.lower()) or (version(package) if name in brought else ""):
                wanted[package.lower()] = pinned
    return [f"{package}=={pinned}" for package, pinned in sorted(wanted.items())]


def _pins(image: str) -> dict[str, str]:
    """The image's own packages; which build of a version it is, is left out."""
    return dict(PINNED.findall(packages(image)["requirements.txt"].decode()))
