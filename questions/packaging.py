"""Every write to packages that are written on the site, and the package that a draft is.

A draft is a set of files. To be judged it is brought in as any package is (``questions.problem_loader``), as
a version that is open to nobody until ``judge.gate`` publishes it.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction

from accounts.models import User
from questions.drafting import language_of, record_item
from questions.models import DraftRevision, Problem, ProblemDraft, ProblemVersion
from questions.package_models import PackageDraft, PackageFile, PackageRevision
from questions.package_templates import files_in, new_package
from questions.package_zip import CONFIG, MOST_BYTES, MOST_FILES, fault_of_slug, faults_of_paths, write_zip
from questions.problem_loader import load_package, package_folder
from questions.problem_package import LANGUAGES, PackageError, read_package

State = PackageDraft.State
Step = PackageRevision.Step
MOVES: dict[str, tuple[str, ...]] = {
    State.DRAFT: (State.IN_REVIEW,),
    State.IN_REVIEW: (State.DRAFT,),
    State.PUBLISHED: (),
}
TEXTS = ("statement", "hints", "explanation")
NO_TEXT = re.compile(r"\((\d+) bytes\)")
"""What a history says of a file that is no text."""

VERSION = re.compile(r'^version = "(\d+(?:\.\d+)*)"', re.MULTILINE)


class Refused(Exception):
    """A draft was not written. ``code`` is slug, taken, there, changed, path, large or move; ``words`` say
    more."""

    def __init__(self, code: str, words: str = "") -> None:
        super().__init__(code)
        self.code, self.words = code, words


def begin(by: User, slug: str, kind: str, title_zh: str, title_en: str) -> PackageDraft:
    """A draft of the kind's template.

    Raises:
        Refused: the name is taken, or is none.
        UnknownKind, NoTemplate: there is nothing to begin with.
    """
    return _add(by, slug, new_package(kind, title_zh, title_en), Step.BEGUN)


def begin_from_item(by: User, slug: str, kind: str, item: ProblemDraft) -> PackageDraft:
    """A draft of the kind's template with the texts of an article's coding item in the places of
    their language.

    Raises:
        Refused, UnknownKind, NoTemplate: as ``begin``.
    """
    files = new_package(kind, item.title, item.title)
    language = language_of(item.statement + item.title)
    texts = {
        f"statement.{language}.md": item.statement,
        f"explanation.{language}.md": item.explanation,
        "starter.py": item.starter,
    }
    files |= {path: f"{text.strip()}\n".encode() for path, text in texts.items() if text.strip()}
    with transaction.atomic():
        draft = _add(by, slug, files, Step.BEGUN)
        record_item(by, item, DraftRevision.Step.BEGUN)
    return draft


def take_up(by: User, version: ProblemVersion) -> PackageDraft:
    """The draft of a problem that is there, under a new version number; the one that is written already, if
    there is one."""
    slug = version.problem.slug
    known = PackageDraft.objects.filter(slug=slug).first()
    if known is not None:
        return known
    files = files_in(package_folder(version))
    config = files[CONFIG].decode()
    taken = ProblemVersion.objects.filter(problem__slug=slug).values_list("version", flat=True)
    files[CONFIG] = VERSION.sub(
        f'version = "{next_version(version.version, set(taken))}"', config, count=1
    ).encode()
    return _add(by, slug, files, Step.BEGUN, known=True)


def next_version(version: str, taken: set[str]) -> str:
    """The version with its last number raised until it is nobody's."""
    *front, last = version.split(".")
    number = int(last) + 1
    while (found := ".".join([*front, str(number)])) in taken:
        number += 1
    return found


def bring_in(by: User, slug: str, files: Mapping[str, bytes], *, replace: bool) -> tuple[PackageDraft, bool]:
    """The files of a zip as a draft, new or, with ``replace``, in the place of what it had; False when they
    are there already.

    Raises:
        Refused: the name is none; ``there``: a draft of it has other files.
    """
    with transaction.atomic():
        draft = PackageDraft.objects.select_for_update().filter(slug=slug).first()
        if draft is None:
            return _add(by, slug, files, Step.IMPORTED, known=True), True
        if not replace and files_of_draft(draft) != files:
            raise Refused("there", slug)
        return draft, _write(by, draft, files, Step.IMPORTED)


def _add(by: User, slug: str, files: Mapping[str, bytes], step: str, *, known: bool = False) -> PackageDraft:
    """``known``: the name may be that of a problem that is there."""
    if fault := fault_of_slug(slug):
        raise Refused("slug", fault)
    there = ProblemVersion.objects.filter(problem__slug=slug).exists()
    if PackageDraft.objects.filter(slug=slug).exists() or (there and not known):
        raise Refused("taken")
    with transaction.atomic():
        draft = PackageDraft.objects.create(slug=slug, author=by)
        _write(by, draft, files, step)
    return PackageDraft.objects.get(pk=draft.pk)


def save(by: User, draft: PackageDraft, files: Mapping[str, bytes], seen: int) -> bool:
    """Write all of a draft's files; return whether anything changed. ``seen`` is the version that their
    writer had before them.

    Raises:
        Refused: somebody saved in between; a path or the whole is not what a package may have.
    """
    with transaction.atomic():
        locked = PackageDraft.objects.select_for_update().get(pk=draft.pk)
        if locked.version != seen:
            raise Refused("changed")
        return _write(by, locked, files, Step.WRITTEN)


def restore(by: User, draft: PackageDraft, revision: PackageRevision, seen: int) -> list[str]:
    """Write the files again as ``revision`` left them; what came after it stays in the history. Returns the
    paths that differ still: the history keeps texts only.

    Raises:
        Refused: as ``save``.
    """
    files = files_of_draft(draft)
    left = set()
    for later in draft.revisions.filter(pk__gt=revision.pk):  # the newest first
        for path, before, after in later.changes:
            if NO_TEXT.fullmatch(before or "") or NO_TEXT.fullmatch(after or ""):
                left.add(path)
            elif before is None:
                files.pop(path, None)
            else:
                files[path] = before.encode()
    save(by, draft, files, seen)
    return sorted(left)


def _write(by: User, draft: PackageDraft, files: Mapping[str, bytes], step: str) -> bool:
    _check(files)
    before = files_of_draft(draft)
    changed = sorted(path for path in before.keys() | files.keys() if before.get(path) != files.get(path))
    if not changed:
        return False
    with transaction.atomic():
        draft.files.filter(path__in=changed).delete()
        PackageFile.objects.bulk_create(
            PackageFile(draft=draft, path=path, content=files[path]) for path in changed if path in files
        )
        draft.version += 1
        draft.state, draft.digest = State.DRAFT, digest_of_files(files)
        draft.note_changed(
            [language for language in LANGUAGES if any(f"{text}.{language}.md" in changed for text in TEXTS)]
        )
        draft.save()
        steps = [[path, _text(before.get(path)), _text(files.get(path))] for path in changed]
        record(by, draft, step, steps)
    return True


def _check(files: Mapping[str, bytes]) -> None:
    if wrong := faults_of_paths(files):
        raise Refused("path", "; ".join(wrong))
    if len(files) > MOST_FILES or sum(map(len, files.values())) > MOST_BYTES:
        raise Refused("large")


def _text(content: bytes | None) -> str | None:
    """A file's text for the history; what is no text, by its size."""
    if content is None:
        return None
    text = text_of(content)
    return text if text is not None else f"({len(content)} bytes)"


def text_of(content: bytes) -> str | None:
    """The content as text, None where it is none: a NUL is in no text, and in no column of a database."""
    try:
        return None if b"\0" in content else content.decode()
    except UnicodeDecodeError:
        return None


def record(by: User, draft: PackageDraft, step: str, changes: list[list[str | None]] | None = None) -> None:
    """Add a line to the draft's history."""
    PackageRevision.objects.create(draft=draft, by=by, step=step, state=draft.state, changes=changes or [])


def move(by: User, draft: PackageDraft, target: str) -> None:
    """Send a draft to review or take it back. Publishing is ``judge.gate``'s.

    Raises:
        Refused: not from where it is.
    """
    with transaction.atomic():
        locked = PackageDraft.objects.select_for_update().get(pk=draft.pk)
        if target not in MOVES[locked.state]:
            raise Refused("move")
        locked.state = target
        locked.save()
        record(by, locked, Step.MOVED)


def retire(by: User, draft: PackageDraft, retired: bool) -> None:
    """Take the draft's problem off every list, or bring it back. What was sent in before stays as it is.

    Raises:
        Refused: it is so already, or there is no such problem yet.
    """
    with transaction.atomic():
        problem = Problem.objects.select_for_update().filter(slug=draft.slug, retired=not retired).first()
        if problem is None:
            raise Refused("move")
        problem.retired = retired
        problem.save()
        record(by, draft, Step.RETIRED if retired else Step.RESTORED)


def files_of_draft(draft: PackageDraft) -> dict[str, bytes]:
    """A draft's files by their paths."""
    return {row.path: bytes(row.content) for row in draft.files.all()}


def digest_of_files(files: Mapping[str, bytes]) -> str:
    """As ``questions.problem_package.digest_of`` has it of a folder."""
    total = hashlib.sha256()
    for path in sorted(files, key=lambda path: path.split("/")):
        total.update(f"{path}\0{len(files[path])}\0".encode())
        total.update(files[path])
    return total.hexdigest()


def as_zip(draft: PackageDraft) -> bytes:
    """The draft as a zip."""
    return write_zip(draft.slug, files_of_draft(draft))


@contextmanager
def unpacked(slug: str, files: Mapping[str, bytes]) -> Iterator[Path]:
    """A folder of its own with the files of a package in it, for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="package-") as place:
        folder = Path(place) / slug
        for path, content in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        folder.mkdir(exist_ok=True)
        yield folder


def faults_of(slug: str, files: Mapping[str, bytes]) -> list[str]:
    """What is wrong with files as a package, one line each: file, key, reason; [] when all is well."""
    if wrong := faults_of_paths(files):
        return wrong
    with unpacked(slug, files) as folder:
        try:
            read_package(folder)
        except PackageError as error:
            return error.problems
    return []


def load_draft(draft: PackageDraft) -> tuple[ProblemVersion, bool]:
    """Bring a draft in as a version that is open to nobody yet; True when it was not there as it is.

    Raises:
        PackageError: it is not in order, or its version is published and was another.
    """
    files = files_of_draft(draft)
    if wrong := faults_of_paths(files):
        raise PackageError(Path(draft.slug), wrong)
    with unpacked(draft.slug, files) as folder:
        loaded = load_package(read_package(folder), gated=True)
        return loaded.version, loaded.did != "left"
