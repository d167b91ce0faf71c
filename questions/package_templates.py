"""A package to begin with: of the kind's own template, else of the first shipped problem of that kind.

Pure but for reading those files.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

from questions.package_zip import CONFIG
from questions.problem_loader import SHIPPED
from questions.problem_package import files_of
from runners.registry import load_runner

TEMPLATE = "package_template"
TITLE = {language: re.compile(rf"^title\.{language} = .*$", re.MULTILINE) for language in ("zh", "en")}
VERSION = re.compile(r'^version = "[^"]*"$', re.MULTILINE)
CANARY = re.compile(r"^canary = .*\n", re.MULTILINE)
KIND = re.compile(r'^kind = "([^"]*)"$', re.MULTILINE)


class NoTemplate(LookupError):
    """The kind brings no template, and no shipped problem is of it."""


def new_package(kind: str, title_zh: str, title_en: str) -> dict[str, bytes]:
    """The files of a package that can be judged as it is, under the given titles.

    Raises:
        UnknownKind: nobody provides the kind.
        NoTemplate: there is nothing to begin with.
    """
    files = files_in(_folder_of(kind))
    config = files[CONFIG].decode()
    config = VERSION.sub('version = "1.0"', CANARY.sub("", config))
    files[CONFIG] = retitled(config, title_zh, title_en).encode()
    return files


def files_in(folder: Path) -> dict[str, bytes]:
    """A folder's files by their paths."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files_of(folder)}


def retitled(config: str, title_zh: str, title_en: str) -> str:
    """The text of ``problem.toml`` with other titles."""
    for language, title in (("zh", title_zh), ("en", title_en)):
        line = f"title.{language} = {_quoted(title)}"
        config = TITLE[language].sub(line.replace("\\", r"\\"), config, count=1)
    return config


def _quoted(text: str) -> str:
    """A basic string of TOML."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", " ", escaped) + '"'


def _folder_of(kind: str) -> Path:
    spec = find_spec(type(load_runner(kind)).__module__)
    own = Path(spec.origin).parent / TEMPLATE if spec and spec.origin else None
    if own is not None and own.is_dir():
        return own
    for config in sorted(SHIPPED.glob(f"*/{CONFIG}")):
        found = KIND.search(config.read_text(encoding="utf-8"))
        if found and found[1] == kind:
            return config.parent
    raise NoTemplate(kind)
