"""What authors of problems fill in. A refused form keeps everything that was typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from questions.package_faults import read_toml
from questions.package_zip import CONFIG, MOST_ZIP_BYTES, fault_of_slug, faults_of_paths
from questions.packaging import TEXTS, text_of
from questions.problem_package import LANGUAGES
from questions.templatetags.tuneroom import content_languages, text
from runners.registry import kinds, load_runner

FILE, REMOVED = "file:", "remove:"
PAGE_BYTES = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2
TITLES = {"statement": _("Statement"), "hints": _("Hints"), "explanation": _("Explanation")}


def kind_choices() -> list[tuple[str, str]]:
    """Every kind that is installed, in the page's language."""
    return [(kind, text(load_runner(kind).title)) for kind in kinds()]


class NewPackageForm(forms.Form):
    """A problem to begin with: its name in addresses, its kind and its titles."""

    title_zh = forms.CharField(label=_("Title, Chinese"), max_length=100)
    title_en = forms.CharField(label=_("Title, English"), max_length=100)
    slug = forms.CharField(
        label=_("Name in addresses"),
        max_length=60,
        help_text=_("Lower-case letters, digits and hyphens; it cannot be changed later."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=kind_choices, initial="function")

    def clean_slug(self) -> str:
        """Fit for an address and a folder."""
        slug: str = self.cleaned_data["slug"]
        if fault := fault_of_slug(slug):
            raise forms.ValidationError(fault)
        return slug


class ItemForm(forms.Form):
    """The name of the problem that a coding item of an article becomes."""

    slug = NewPackageForm.base_fields["slug"]
    kind = forms.ChoiceField(label=_("Kind"), choices=kind_choices, initial="function")
    clean_slug = NewPackageForm.clean_slug


class ZipForm(forms.Form):
    """A package as a file."""

    file = forms.FileField(label=_("Package, as a zip"))
    replace = forms.BooleanField(label=_("Replace the draft of this name, if there is one"), required=False)

    def clean_file(self) -> bytes:
        """Its bytes."""
        upload = self.cleaned_data["file"]
        if upload.size > MOST_ZIP_BYTES:
            raise forms.ValidationError(_("The file is larger than 16 MiB."))
        content: bytes = upload.read()
        return content


@dataclass(frozen=True, slots=True)
class Field:
    """One file on the page: ``text`` is None where it cannot be written here, being no text or too large."""

    path: str
    text: str | None
    size: int

    @property
    def rows(self) -> int:
        """As many as the text has, within reason."""
        lines = (self.text or "").count("\n") + 2
        return min(max(lines, 4), 24)

    @property
    def python(self) -> bool:
        """Whether it is code, to be written in the code editor."""
        return self.path.endswith(".py")


@dataclass(frozen=True, slots=True)
class Pair:
    """A text in both languages beside each other."""

    title: str | Promise
    zh: Field
    en: Field


class Files:
    """A package's files as the page shows them. Of those that are ``saved`` the smallest can be written on
    it, as many as a form may send again with as much typed beside them."""

    def __init__(self, files: dict[str, bytes], saved: dict[str, bytes]) -> None:
        self.files = files
        sizes = sorted((len(content), path) for path, content in saved.items())
        sums = accumulate(size for size, _path in sizes)
        self.large = {path for (_size, path), sum_ in zip(sizes, sums, strict=True) if sum_ > PAGE_BYTES}

    def _field(self, path: str) -> Field:
        content = self.files.get(path, b"")
        return Field(path, None if path in self.large else text_of(content), len(content))

    def title(self) -> str:
        """The problem's title in the page's language, "" where ``problem.toml`` has none to read."""
        try:
            titles = read_toml(self.files.get(CONFIG, b"").decode())["title"]
            found = titles[content_languages()[0]]
        except (KeyError, TypeError, ValueError):
            return ""
        return found if isinstance(found, str) else ""

    def config(self) -> Field:
        """``problem.toml``."""
        return self._field(CONFIG)

    def pairs(self) -> list[Pair]:
        """Statement, hints and explanation, also where a file is missing."""
        return [
            Pair(TITLES[text], self._field(f"{text}.zh.md"), self._field(f"{text}.en.md")) for text in TEXTS
        ]

    def others(self) -> Iterator[Field]:
        """Everything else; the starter and the tests before the solutions."""
        shown = {CONFIG, *(f"{text}.{language}.md" for text in TEXTS for language in LANGUAGES)}
        for path in sorted(self.files.keys() - shown, key=lambda path: (path.startswith("solutions/"), path)):
            yield self._field(path)


def posted_files(posted: QueryDict, before: dict[str, bytes]) -> tuple[dict[str, bytes], list[str]]:
    """The files as they were typed, and what is wrong with a new one's path. A text that is the same but for
    its line ends keeps its bytes; what is no text stays as it was; an empty text of a file that was not there
    makes none."""
    files = dict(before)
    for name, value in posted.items():
        if not name.startswith(FILE) or not isinstance(value, str):
            continue
        path, text = name.removeprefix(FILE), value.replace("\r\n", "\n")
        old = text_of(before[path]) if path in before else ""
        if old is not None and old.replace("\r\n", "\n").strip("\n") != text.strip("\n"):
            files[path] = _ended(text)
    for name in posted:
        if name.startswith(REMOVED):
            files.pop(name.removeprefix(REMOVED), None)
    added = posted.get("new_path", "").strip()
    if not added:
        return files, []
    if added in files:
        return files, [f"{added}: {_('there is such a file already')}"]
    if wrong := faults_of_paths([*files, added]):
        return files, wrong
    return files | {added: _ended(posted.get("new_text", "").replace("\r\n", "\n"))}, []


def _ended(text: str) -> bytes:
    """As bytes, with a line end at the end."""
    return f"{text.rstrip()}\n".encode() if text.strip() else b""
