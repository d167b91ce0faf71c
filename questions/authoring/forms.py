"""What authors fill in. A refused form keeps everything that was typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from questions.article.reading import MOST_CHARACTERS
from questions.models import Problem, ProblemVersion, QuestionDraft, Topic
from questions.templatetags.tuneroom import TONGUES, in_language

PARTS = ("title", "question", "answer", "explanation", "errata")
ABOUT = ("topic", "difficulty", "document_section", "linked_problem", "tags", "sources")
TEXTS = tuple(f"{part}_{language}" for part in PARTS for language in ("zh", "en"))
MOST_TAGS = 10
MOST_BYTES = 4 * 1024 * 1024


def problem_choices() -> list[tuple[str, str]]:
    """Every problem that may be linked, by its newest title."""
    titles = {slug: slug for slug in Problem.objects.values_list("slug", flat=True)}
    fields = ("title_zh", "title_en", "problem__slug")
    for version in ProblemVersion.objects.select_related("problem").only(*fields).order_by("pk"):
        slug = version.problem.slug
        titles[slug] = f"{in_language(version, 'title')} ({slug})"
    return [("", "—"), *titles.items()]


def part_names() -> dict[str, str]:
    """What the parts of a question are called."""
    asked = pgettext_lazy("part of an item", "Question")  # the word alone names the kind of item
    names = (_("Title"), asked, _("Answer"), _("Explanation"), _("Common misconceptions"))
    return {part: str(name) for part, name in zip(PARTS, names, strict=True)}


def field_names() -> dict[str, str]:
    """What the history calls the fields of a question's draft and of a coding item."""
    texts = {
        f"{part}_{code}": f"{name}, {language}"
        for part, name in part_names().items()
        for code, language in (("zh", "中文"), ("en", "English"))
    }
    form = DraftForm()
    about = {name: str(form.fields[name].label) for name in ABOUT}
    own = {"statement": _("Statement"), "starter": _("Starter code")}
    return part_names() | texts | about | {name: str(label) for name, label in own.items()}


class TopicField(forms.ModelChoiceField):  # type: ignore[type-arg] # generic in the stubs alone
    """A topic by its title in the page's language."""

    def label_from_instance(self, obj: Topic) -> str:
        """The title."""
        return str(in_language(obj, "title"))


class DraftForm(forms.ModelForm):  # type: ignore[type-arg] # generic in the stubs alone
    """A draft: what is asked and answered in both languages, and where it belongs."""

    topic = TopicField(Topic.objects.all(), label=_("Topic"))
    linked_problem = forms.ChoiceField(label=_("Linked problem"), choices=problem_choices, required=False)
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        max_length=300,
        help_text=_("Separated by commas, in either language."),
    )
    sources = forms.CharField(
        label=_("Sources"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One per line."),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    class Meta:
        model = QuestionDraft
        fields = (*ABOUT, *TEXTS)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["tags"] = ", ".join(self.instance.tags)
        self.initial["sources"] = "\n".join(map(str, self.instance.sources))
        self.initial["seen"] = self.instance.version
        self.fields["document_section"].label = _("Section")
        self.fields["difficulty"].label = _("Difficulty")
        for name, field in self.fields.items():
            if name.endswith(("_zh", "_en")):
                field.required = False  # a draft may be half of one; publishing asks for the whole
                field.widget.attrs["lang"] = TONGUES[name[-2:]]
                if not name.startswith("title"):
                    field.widget.attrs["rows"] = 4 if name.startswith("errata") else 9

    def clean_tags(self) -> list[str]:
        """As they were typed, without blanks and repetitions."""
        given = self.cleaned_data["tags"].replace("，", ",").replace("、", ",").split(",")
        tags = list(dict.fromkeys(tag.strip() for tag in given if tag.strip()))
        if len(tags) > MOST_TAGS:
            raise forms.ValidationError(_("At most ten tags, please."))
        return tags

    def clean_sources(self) -> list[str]:
        """One per line."""
        return [line.strip() for line in self.cleaned_data["sources"].splitlines() if line.strip()]

    def clean(self) -> dict[str, Any]:
        """Texts have LF, and something must be there."""
        data = super().clean() or {}
        for name, value in data.items():
            if isinstance(value, str):
                data[name] = value.replace("\r\n", "\n")
        if not any(data.get(f"{part}_{language}") for part in PARTS[:2] for language in ("zh", "en")):
            raise forms.ValidationError(_("Write a title or a question, in either language."))
        return data

    def given(self) -> dict[str, Any]:
        """The fields of the draft."""
        return {name: self.cleaned_data[name] for name in (*ABOUT, *TEXTS)}

    def sides(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Each part with its two languages beside each other."""
        return [(name, [self[f"{part}_zh"], self[f"{part}_en"]]) for part, name in part_names().items()]

    def about(self) -> list[forms.BoundField]:
        """Everything that has no language."""
        return [self[name] for name in ABOUT]


class ArticleForm(forms.Form):
    """An article, pasted or as a file, and the topic of its drafts."""

    topic = TopicField(Topic.objects.all(), label=_("Topic"))
    text = forms.CharField(
        label=_("Article"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
        help_text=_(
            "Markdown, or pasted text, of the form 题目 / 答案 / 解析 or Question / Answer / Explanation."
        ),
    )
    file = forms.FileField(label=_("Or a file"), required=False)

    def clean(self) -> dict[str, Any]:
        """The file wins."""
        data = super().clean() or {}
        upload: UploadedFile[Any] | None = data.get("file")
        if upload is not None:
            data["text"] = self._text_of(upload)
        text = data["text"] = data.get("text", "").replace("\r\n", "\n")
        if not text.strip() and not self.errors:
            self.add_error("text", _("Paste an article, or choose a file."))
        if len(text) > MOST_CHARACTERS:
            self.add_error("text", _("The article is too long: a million characters are read at most."))
        return data

    def _text_of(self, upload: UploadedFile[Any]) -> str:
        if upload.size is None or upload.size > MOST_BYTES:
            self.add_error("file", _("The file is larger than 4 MiB."))
            return ""
        try:
            text: str = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            text = "\0"
        if "\0" in text:  # which no text has, and no column of a database
            self.add_error("file", _("The file is not UTF-8 text."))
            return ""
        return text
