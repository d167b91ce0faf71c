"""A problem package on disk: a folder with ``problem.toml``, statements, starter, solutions.

Reads and validates; touches neither the database nor the sandbox.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from questions.package_faults import NoToml, fault, fault_of_kind, faults_in, faults_of_values, read_toml
from questions.package_zip import CONFIG, fault_of_path
from runners.base import Problem, VerdictCode
from runners.registry import UnknownKind, kinds, load_runner
from sandbox.job import Limits

MAX_FILE_BYTES = 16 * 1024 * 1024
MOST_BYTES = 2**40
"""Of memory, disk and output: no machine has more, and what has no bound is no limit."""

MOST_POSITION = 2**31 - 1
LANGUAGES = ("zh", "en")
STARTER = "starter.py"
FEWEST_WRONG = 3
"""As many wrong solutions must a package have: mistakes that its tests notice."""


class PackageError(ValueError):
    """What is wrong with a package, one line each: file, key, reason."""

    def __init__(self, folder: Path, problems: list[str]) -> None:
        super().__init__(f"{folder.name}: " + "; ".join(problems))
        self.problems = problems


class Strict(BaseModel):
    """Unknown keys are errors: a typo must not become a default."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Bilingual(Strict):
    zh: str = Field(min_length=1, max_length=200)
    en: str = Field(min_length=1, max_length=200)


class LimitsTable(Strict):
    """Mirrors ``sandbox.job.Limits``: seconds and bytes."""

    cpu_seconds: float = Field(gt=0, le=3600)
    wall_seconds: float = Field(gt=0, le=7200)
    memory_bytes: int = Field(ge=16 * 1024 * 1024, le=MOST_BYTES)
    processes: int = Field(64, ge=1, le=4096)
    output_bytes: int = Field(1024 * 1024, ge=1024, le=MOST_BYTES)
    disk_bytes: int = Field(64 * 1024 * 1024, ge=0, le=MOST_BYTES)
    cpus: float = Field(1.0, gt=0, le=64)
    gpus: int = Field(0, ge=0, le=8)
    gpu_memory_share: float = Field(1.0, gt=0, le=1)


def _inside(path: str) -> str:
    """A file of the package, by a name that cannot lead out of its folder."""
    if why := fault_of_path(path):
        raise PydanticCustomError("path", "{why}", {"why": why})
    return path


def _of_code(verdict: VerdictCode) -> VerdictCode:
    """A verdict that says something of a program."""
    if verdict in {VerdictCode.JUDGE_ERROR, VerdictCode.CANCELLED}:
        raise PydanticCustomError("verdict", "{why}", {"why": _("it says nothing of the program")})
    return verdict


FileName = Annotated[str, AfterValidator(_inside)]


class Solution(Strict):
    """A solution of the package and what it must get."""

    file: FileName
    verdict: Annotated[VerdictCode, AfterValidator(_of_code)]
    min_score: float = Field(0.0, ge=0, le=100)
    max_score: float = Field(100.0, ge=0, le=100)

    def holds(self, verdict: VerdictCode, score: float) -> bool:
        """Whether this is what it must get."""
        return verdict is self.verdict and self.min_score <= score <= self.max_score


def lacking(solutions: Sequence[Solution]) -> str:
    """What a package's solutions lack for publication: ``no_accepted``, ``few_wrong``, "" for nothing."""
    accepted = sum(one.verdict is VerdictCode.ACCEPTED for one in solutions)
    if not accepted:
        return "no_accepted"
    return "few_wrong" if len(solutions) - accepted < FEWEST_WRONG else ""


class ProblemConfig(BaseModel):
    """``problem.toml``. The one table that is not named here carries the kind's own parameters."""

    model_config = ConfigDict(extra="allow", frozen=True)

    kind: str
    version: str = Field(pattern=r"^\d+(\.\d+)*$", max_length=20)
    title: Bilingual
    position: int = Field(0, ge=0, le=MOST_POSITION)
    lane: Literal["cpu", "gpu"] = "cpu"
    difficulty: Literal["easy", "medium", "hard"]
    tags: list[str] = []
    pass_mark: float = Field(gt=0, le=100)
    scoring: dict[str, float]
    limits: LimitsTable
    reference: FileName = "solutions/reference.py"
    canary: FileName = Field("", description="a quick solution, judged at every start of the site")
    solutions: list[Solution] = Field(min_length=1)

    @property
    def params(self) -> dict[str, Any]:
        """The table that carries the kind's name."""
        table: dict[str, Any] = (self.model_extra or {}).get(self.kind, {})
        return table


def json_schema() -> dict[str, Any]:
    """The JSON Schema of ``problem.toml``, with the own table of every kind that is installed."""
    whole = ProblemConfig.model_json_schema()
    whole["properties"]["kind"]["enum"] = kinds()
    whole["additionalProperties"] = False
    whole["allOf"] = []
    for kind in kinds():
        table = load_runner(kind).table.model_json_schema(ref_template=f"#/$defs/{kind}.{{model}}")
        models = table.pop("$defs", {})
        whole["$defs"] |= {f"{kind}.{name}": model for name, model in models.items()}
        whole["properties"][kind] = table
        others = {other: False for other in kinds() if other != kind}
        needed = [kind] if table.get("required") else []
        of_kind = {"properties": {"kind": {"const": kind}}}
        whole["allOf"].append({"if": of_kind, "then": {"required": needed, "properties": others}})
    return whole


@dataclass(frozen=True, slots=True)
class Package:
    """A package that was read and found in order."""

    slug: str
    folder: Path
    digest: str
    config: ProblemConfig
    statement: dict[str, str]
    hints: dict[str, list[str]]
    explanation: dict[str, str]
    starter: str

    def problem(self, data: Path, models: Path = Path()) -> Problem:
        """The package as its runner sees it, with ``data`` as the installation's folder for it and
        ``models`` as that of its base models."""
        config = self.config
        return Problem(
            slug=self.slug,
            version=config.version,
            package=self.folder,
            data=data,
            limits=Limits(**config.limits.model_dump()),
            pass_mark=config.pass_mark,
            scoring=config.scoring,
            params=config.params,
            models=models,
        )

    def solution(self, file: str) -> Solution:
        """The entry of one of the package's solutions.

        Raises:
            KeyError: there is none of that name.
        """
        return {solution.file: solution for solution in self.config.solutions}[file]

    def source_of(self, file: str) -> str:
        """The text of one of the package's solutions."""
        return (self.folder / file).read_text(encoding="utf-8")


def read_package(folder: Path) -> Package:
    """Read and check the package in ``folder``; its name is the slug.

    Raises:
        PackageError: lists everything that is wrong, not only the first thing.
    """
    if wrong := _no_files(folder):
        raise PackageError(folder, wrong)
    text = _text(folder, CONFIG)
    config = _read_config(folder, text)
    try:
        runner = load_runner(config.kind)
    except UnknownKind as error:
        why = _("no such kind is installed; there are: %(kinds)s") % {"kinds": ", ".join(kinds())}
        raise PackageError(folder, [fault(text, ("kind",), why)]) from error
    if wrong := [
        *_missing_texts(folder),
        *_wrong_keys(text, config),
        *_wrong_solutions(folder, text, config),
    ]:
        raise PackageError(folder, wrong)
    package = Package(
        slug=folder.name,
        folder=folder,
        digest=digest_of(folder),
        config=config,
        statement={lang: _text(folder, f"statement.{lang}.md") for lang in LANGUAGES},
        hints={lang: _hints(_text(folder, f"hints.{lang}.md")) for lang in LANGUAGES},
        explanation={lang: _text(folder, f"explanation.{lang}.md") for lang in LANGUAGES},
        starter=_text(folder, STARTER),
    )
    try:
        runner.table.model_validate(config.params)
    except ValidationError as error:
        raise PackageError(folder, faults_in(text, error, (config.kind,))) from error
    if found := runner.check(package.problem(folder)):
        raise PackageError(folder, [fault_of_kind(text, one) for one in found])
    return package


def _no_files(folder: Path) -> list[str]:
    """Links and devices: what is read through them is not the package's."""
    odd = (path for path in folder.rglob("*") if path.is_symlink() or not (path.is_file() or path.is_dir()))
    return [
        f"{path.relative_to(folder).as_posix()}: {_('it is a link or a device, not a file')}"
        for path in sorted(odd)
    ]


def _read_config(folder: Path, text: str) -> ProblemConfig:
    try:
        found = read_toml(text)
    except NoToml as error:
        raise PackageError(folder, [str(error)]) from error
    if wrong := [*faults_of_values(text, found)]:
        raise PackageError(folder, wrong)
    try:
        return ProblemConfig.model_validate(found)
    except ValidationError as error:
        raise PackageError(folder, faults_in(text, error)) from error


def _missing_texts(folder: Path) -> Iterator[str]:
    for name in (*(f"statement.{lang}.md" for lang in LANGUAGES), STARTER):
        if not (folder / name).is_file():
            yield f"{name}: {_('the file is missing')}"


def _wrong_keys(text: str, config: ProblemConfig) -> Iterator[str]:
    for key in sorted(set(config.model_extra or {}) - {config.kind}):
        yield fault(text, (key,), _("there is no such key"))
    judged = {solution.file for solution in config.solutions}
    for key, file in (("reference", config.reference), ("canary", config.canary)):
        if file and file not in judged:
            yield fault(text, (key,), _("%(file)s is not among the solutions") % {"file": file})


def _wrong_solutions(folder: Path, text: str, config: ProblemConfig) -> Iterator[str]:
    """Files that are not there, and programs that are listed twice: they would count twice."""
    known: dict[bytes, str] = {}
    for place, file in enumerate(solution.file for solution in config.solutions):
        why = ""
        if not (folder / file).is_file():
            why = _("there is no file %(file)s") % {"file": file}
        elif fault_of_text := _fault_of_text(folder / file):
            why = f"{file}: {fault_of_text}"
        elif (content := (folder / file).read_bytes()) in known:
            why = _("the same program is listed already: %(file)s") % {"file": known[content]}
        else:
            known[content] = file
        if why:
            yield fault(text, ("solutions", place, "file"), why)


def _text(folder: Path, name: str) -> str:
    path = folder / name
    if not path.is_file():
        return ""
    if why := _fault_of_text(path):
        raise PackageError(folder, [f"{name}: {why}"])
    return path.read_text(encoding="utf-8")


def _fault_of_text(path: Path) -> str:
    """Why a file is no text that pages can show and programs can be run from, "" when it is."""
    if path.stat().st_size > MAX_FILE_BYTES:
        return _("it is larger than 16 MiB")
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError as error:
        return _("it is not UTF-8, at byte %(place)s") % {"place": error.start}
    return _("the text has a NUL in it") if "\0" in text else ""


def _hints(text: str) -> list[str]:
    """Hints stand in one file, separated by lines of three dashes."""
    return [hint.strip() for hint in re.split(r"^---\s*$", text, flags=re.MULTILINE) if hint.strip()]


def files_of(folder: Path) -> list[Path]:
    """The files that make up a package, in a fixed order; caches do not count."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    )


def digest_of(folder: Path) -> str:
    """SHA-256 over the names and contents of all of the package's files."""
    total = hashlib.sha256()
    for path in files_of(folder):
        content = path.read_bytes()
        total.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()
