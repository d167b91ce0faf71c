"""Brings problem packages into the database, as immutable versions.

A package is copied into the state folder under its digest, and the row keeps what pages show. The
hidden data is drawn by the kind (``Runner.prepare``); references are made by ``judge``.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from questions.models import Problem, ProblemVersion
from questions.package_faults import fault
from questions.package_zip import CONFIG
from questions.problem_package import Package, PackageError, digest_of, files_of, read_package
from runners import base
from runners.registry import load_runner

SHIPPED = Path(__file__).resolve().parent / "problems"
DRAWN = ".drawn"
"""Written last into a version's data folder: the digest of the package that its data was drawn for."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did: one of ``added``, ``changed``, ``left``; ``kept``: the site's authors wrote another
    version of this number, which stays."""

    version: ProblemVersion
    did: str


def load_packages(*folders: Path, only: Collection[str] = ()) -> list[Loaded]:
    """Load every package in ``folders``, or those of the slugs ``only``. A later folder goes over an earlier.

    Raises:
        PackageError: a package is not there, not in order, or changed without a new version.
    """
    found = {
        path.parent.name: path.parent for folder in folders for path in sorted(folder.glob("*/problem.toml"))
    }
    if absent := sorted(set(only) - set(found)):
        raise PackageError(folders[-1], [_("there is no package %(names)s") % {"names": ", ".join(absent)}])
    packages = [read_package(path) for slug, path in found.items() if not only or slug in only]
    return [load_package(package) for package in packages]


def load_package(package: Package, *, gated: bool = False) -> Loaded:
    """Bring one package in; a version that is published never changes. ``gated``: a new one is open to nobody
    before ``judge.gate`` publishes it.

    Raises:
        PackageError: the version is published and the package is not what it was.
    """
    given = {"position": package.config.position}
    problem = Problem.objects.get_or_create(slug=package.slug, defaults=given)[0]
    if not gated and problem.position != package.config.position:
        Problem.objects.filter(pk=problem.pk).update(position=package.config.position)
    version = problem.versions.filter(version=package.config.version).first()
    same = version is not None and version.digest == package.digest
    if version and version.gated and not gated and not same:
        return Loaded(version, "kept")
    if version and version.published and not same:
        why = _("version %(number)s is published and cannot change; give a new version")
        text = (package.folder / CONFIG).read_text(encoding="utf-8")
        line = fault(text, ("version",), why % {"number": version.version})
        raise PackageError(package.folder, [line])
    _prepare(package)
    if version and same:
        return Loaded(version, "left")
    # The row comes last: whatever breaks off before is done again at the next load.
    did = "changed" if version else "added"
    version = ProblemVersion.objects.update_or_create(
        problem=problem, version=package.config.version, defaults=_fields(package) | {"gated": gated}
    )[0]
    return Loaded(version, did)


def _prepare(package: Package) -> None:
    """Copy the package and draw its data, unless that was done to the end. The same installation draws
    the same data again, so that lost files come back as they were."""
    kept = copy_package(package)
    data = _data_at(package.slug, package.config.version)
    mark = data / DRAWN
    if mark.is_file() and mark.read_text() == package.digest:
        return
    load_runner(package.config.kind).prepare(
        replace(package, folder=kept).problem(data, models_folder()), settings.INSTALLATION_SECRET
    )
    mark.write_text(package.digest)


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
    return _data_at(version.problem.slug, version.version)


def models_folder() -> Path:
    """Where this installation's base models lie."""
    return Path(settings.HOME) / "base_models"


def _data_at(slug: str, version: str) -> Path:
    return Path(settings.HOME) / "data" / slug / version


def _kept_at(slug: str, digest: str) -> Path:
    return Path(settings.HOME) / "packages" / digest[:16] / slug


def copy_package(package: Package) -> Path:
    """Copy the package's files into the state folder, unless they are there; return the folder."""
    target = _kept_at(package.slug, package.digest)
    if target.is_dir() and digest_of(target) == package.digest:
        return target
    shutil.rmtree(target, ignore_errors=True)
    making = target.with_name(target.name + ".new")
    shutil.rmtree(making, ignore_errors=True)
    for path in files_of(package.folder):
        copy = making / path.relative_to(package.folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    making.rename(target)
    return target


def stored_package(version: ProblemVersion) -> Package:
    """Read the version's own copy of its package.

    Raises:
        PackageError: the copy is not what the version was made from.
    """
    package = read_package(package_folder(version))
    if package.digest != version.digest:
        why = _("the stored copy was changed; load_problems brings it back")
        raise PackageError(package.folder, [why])
    return package


def runner_problem(version: ProblemVersion) -> base.Problem:
    """The version as its runner sees it."""
    return stored_package(version).problem(data_folder(version), models_folder())
