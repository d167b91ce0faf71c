"""Brings problem packages into the database, as immutable versions.

A package is copied into the state folder under its digest, and the row keeps what pages show. The
hidden data is drawn by the kind (``Runner.prepare``); references are made by ``judge``.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from questions.models import Problem, ProblemVersion
from questions.problem_package import Package, PackageError, files_of, read_package
from runners import base
from runners.registry import load_runner

SHIPPED = Path(__file__).resolve().parent / "problems"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did: one of ``added``, ``changed``, ``left``."""

    version: ProblemVersion
    did: str


def load_packages(folder: Path = SHIPPED) -> list[Loaded]:
    """Load every package below ``folder``.

    Raises:
        PackageError: a package is not in order, or changed without a new version.
    """
    packages = [read_package(path.parent) for path in sorted(folder.glob("*/problem.toml"))]
    return [load_package(package) for package in packages]


def load_package(package: Package) -> Loaded:
    """Bring one package in; a version that is published never changes.

    Raises:
        PackageError: the version is published and the package is not what it was.
    """
    problem, _ = Problem.objects.update_or_create(
        slug=package.slug, defaults={"position": package.config.position}
    )
    version = problem.versions.filter(version=package.config.version).first()
    if version and version.digest == package.digest:
        return Loaded(version, "left")
    if version and version.published:
        raise PackageError(
            package.folder,
            [f"problem.toml: version {version.version} is published and cannot change; give a new version"],
        )
    copy_package(package)
    did = "changed" if version else "added"
    version, _ = ProblemVersion.objects.update_or_create(
        problem=problem, version=package.config.version, defaults=_fields(package)
    )
    load_runner(version.kind).prepare(runner_problem(version), settings.INSTALLATION_SECRET)
    return Loaded(version, did)


def _fields(package: Package) -> dict[str, Any]:
    config = package.config
    return {
        "digest": package.digest,
        "kind": config.kind,
        "lane": config.lane,
        "difficulty": config.difficulty,
        "tags": config.tags,
        "config": config.model_dump(mode="json"),
        "title_zh": config.title.zh,
        "title_en": config.title.en,
        "statement_zh": package.statement["zh"],
        "statement_en": package.statement["en"],
        "hints_zh": package.hints["zh"],
        "hints_en": package.hints["en"],
        "explanation_zh": package.explanation["zh"],
        "explanation_en": package.explanation["en"],
        "starter": package.starter,
    }


def package_folder(version: ProblemVersion) -> Path:
    """Where this version's copy of its package lies."""
    return _kept_at(version.problem.slug, version.digest)


def data_folder(version: ProblemVersion) -> Path:
    """Where this installation's public and hidden data of the version lie."""
    return Path(settings.HOME) / "data" / version.problem.slug / version.version


def _kept_at(slug: str, digest: str) -> Path:
    return Path(settings.HOME) / "packages" / digest[:16] / slug


def copy_package(package: Package) -> Path:
    """Copy the package's files into the state folder, once; return the folder."""
    target = _kept_at(package.slug, package.digest)
    if target.is_dir():
        return target
    making = target.with_name(target.name + ".new")
    shutil.rmtree(making, ignore_errors=True)
    for path in files_of(package.folder):
        copy = making / path.relative_to(package.folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    making.rename(target)
    return target


def stored_package(version: ProblemVersion) -> Package:
    """Read the version's own copy of its package."""
    return read_package(package_folder(version))


def runner_problem(version: ProblemVersion) -> base.Problem:
    """The version as its runner sees it."""
    return stored_package(version).problem(data_folder(version))
