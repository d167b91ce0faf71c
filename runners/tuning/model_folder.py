"""A base model's folder on this installation: how it is written, and whether its bytes are still those.

``models_folder/<name>/`` holds the model's files and ``manifest.json`` with the SHA-256 of every one. This
module knows no registry and no source: where files come from is ``model_sources``, what they must be
``base_models``.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pydantic
import safetensors

CONFIG, WEIGHTS, MANIFEST = "config.json", "model.safetensors", "manifest.json"
# What a folder may hold beside CONFIG and WEIGHTS: data alone, no program and no pickle.
OTHER_FILES = (
    "added_tokens.json",
    "chat_template.jinja",
    "generation_config.json",
    "merges.txt",
    "special_tokens_map.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "vocab.json",
)
FILES = (CONFIG, WEIGHTS, *OTHER_FILES)
FACTS, CARD = "facts.json", "card.md"  # beside the files of a model that the repository keeps
NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")

Digest = Callable[[Path], str]


class BaseModelError(Exception):
    """A base model cannot be had; the message says why and, where somebody can, what to do."""


class Entry(pydantic.BaseModel):
    """One file of a manifest."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True, strict=True)

    sha256: str
    size: int


class Facts(pydantic.BaseModel):
    """What is read from the files themselves."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True, strict=True)

    weights_sha256: str
    vocabulary: int
    parameters: int
    positions: int


class Manifest(pydantic.BaseModel):
    """``manifest.json``."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True, strict=True)

    name: str
    facts: Facts
    files: dict[str, Entry]


def folder_of(name: str, models_folder: Path) -> Path:
    """Where the model of this name lies, or would.

    Raises:
        BaseModelError: it is no name: it could lead out of the folder.
    """
    if not NAME.fullmatch(name):
        raise BaseModelError(f"{name!r} is no name of a base model: small letters, digits, “.”, “_” and “-”")
    return models_folder / name


def facts_of(files: Mapping[str, bytes]) -> Facts:
    """Read the facts of a model from its files.

    Raises:
        BaseModelError: a file is missing, or is not what its name says, or asks for a program of its own.
    """
    config = _config(files)
    try:
        tensors = safetensors.deserialize(files[WEIGHTS])  # type: ignore[no-untyped-call]
        positions = config["n_positions"] if "n_positions" in config else config["max_position_embeddings"]
        return Facts(
            weights_sha256=hashlib.sha256(files[WEIGHTS]).hexdigest(),
            vocabulary=config["vocab_size"],
            parameters=sum(_count(tensor["shape"]) for _, tensor in tensors),
            positions=positions,
        )
    except safetensors.SafetensorError as error:
        raise BaseModelError(f"{WEIGHTS}: {error}") from error
    except KeyError as error:
        raise BaseModelError(f"{CONFIG} or {WEIGHTS}: {error} is missing") from error
    except pydantic.ValidationError as error:
        raise BaseModelError(f"{CONFIG}: {error}") from error


def _config(files: Mapping[str, bytes]) -> dict[str, Any]:
    unknown = sorted(set(files) - set(FILES))
    if unknown:
        raise BaseModelError(f"a base model has no files {', '.join(unknown)}")
    try:
        config = json.loads(files[CONFIG])
    except (KeyError, ValueError) as error:
        raise BaseModelError(f"{CONFIG} is missing or no JSON") from error
    if not isinstance(config, dict) or "auto_map" in config:
        raise BaseModelError(f"{CONFIG}: no object, or one that names a program of its own (auto_map)")
    return config


def _count(shape: list[int]) -> int:
    count = 1
    for size in shape:
        count *= size
    return count


def write_model(name: str, models_folder: Path, files: Mapping[str, bytes]) -> Path:
    """Put the model's files and their manifest into its folder, all of them or none; return the folder.

    Raises:
        BaseModelError: the files make no model.
    """
    entries = {
        file: Entry(sha256=hashlib.sha256(content).hexdigest(), size=len(content))
        for file, content in files.items()
    }
    manifest = Manifest(name=name, facts=facts_of(files), files=entries)
    target = folder_of(name, models_folder)
    models_folder.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=".new-", dir=models_folder))
    try:
        for file, content in files.items():
            (making / file).write_bytes(content)
        (making / MANIFEST).write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")
        making.chmod(0o755)
        _put_in_place(making, target)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return target


def _put_in_place(making: Path, target: Path) -> None:
    """Folders cannot be exchanged in one step everywhere: one that is there moves aside first."""
    aside = making.with_name(making.name + ".old")
    if target.exists():
        os.replace(target, aside)
    os.replace(making, target)
    shutil.rmtree(aside, ignore_errors=True)


def manifest_of(folder: Path) -> Manifest:
    """Read the folder's manifest.

    Raises:
        BaseModelError: there is none that can be read.
    """
    try:
        return Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except (OSError, pydantic.ValidationError) as error:
        raise BaseModelError(f"{folder / MANIFEST} is missing or no manifest") from error


def other_bytes(folder: Path, manifest: Manifest, digest: Digest) -> list[str]:
    """What is not as the manifest says, a line each; ``digest`` hashes a file."""
    there = {path.name for path in folder.iterdir()} - {MANIFEST}
    faults = [f"{file}: it is not in the manifest" for file in sorted(there - set(manifest.files))]
    for file, entry in manifest.files.items():
        if file not in there:
            faults.append(f"{file}: it is missing")
        elif digest(folder / file) != entry.sha256:
            faults.append(f"{file}: its bytes are not those of the manifest")
    return faults


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def known_sha256_of(path: Path) -> str:
    """As ``sha256_of``, but a file that has not changed since this process read it is not read again: so the
    look at a base model before every submission costs nothing."""
    stat = path.stat()
    return _remembered(path, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)


@cache
def _remembered(path: Path, *_changes_with_the_file: int) -> str:
    return sha256_of(path)
