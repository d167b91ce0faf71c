"""The forms of the pages: code typed, or a file chosen; what a list is narrowed to; what is decided."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from judge import limits, selectors
from judge.listing import Filters, Sort
from judge.similarity_models import SimilarityDecision
from judge.states import State, Verdicts
from questions.templatetags.tuneroom import in_language
from study.forms import PlainTextField

MAX_UPLOAD = 1024 * 1024


class SubmitForm(forms.Form):
    """``source`` is required unless ``file`` is there, which wins."""

    source = forms.CharField(
        label=_("Your code"),
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={
                "rows": 24,
                "spellcheck": "false",
                "autocapitalize": "off",
                "autocomplete": "off",
                "data-editor": "python",
            }
        ),
    )
    file = forms.FileField(label=_("Or a .py file"), required=False)

    def clean_source(self) -> str:
        """Browsers send CRLF; code has LF."""
        source: str = self.cleaned_data["source"]
        return source.replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        """Take the file's text where there is one."""
        data = super().clean() or {}
        upload: UploadedFile[Any] | None = data.get("file")
        if upload is not None:
            data["source"] = self._text_of(upload)
        if not data.get("source", "").strip() and not self.errors:
            self.add_error("source", _("There is no code to submit."))
        return data

    def _text_of(self, upload: UploadedFile[Any]) -> str:
        if upload.size is None or upload.size > MAX_UPLOAD:
            self.add_error("file", _("The file is larger than 1 MiB."))
            return ""
        try:
            text: str = upload.read().decode("utf-8-sig")
            return text.replace("\r\n", "\n")
        except UnicodeDecodeError:
            self.add_error("file", _("The file is not UTF-8 text."))
            return ""


class RunForm(SubmitForm):
    """The form of the problem's page: the same, and input for a Run, which submitting does not look at."""

    typed = forms.CharField(
        label=_("Your own input"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocapitalize": "off"}),
    )


def problem_choices() -> list[tuple[str, str]]:
    """Every problem that there is, in the page's language."""
    versions = selectors.newest_versions().only("title_zh", "title_en", "problem__slug", "problem__position")
    titles = [(version.problem.slug, in_language(version, "title")) for version in versions]
    return [("", _("All problems")), *titles]


class FilterForm(forms.Form):
    """What a list of submissions is narrowed to, and its order. Every field may be left out."""

    problem = forms.ChoiceField(label=_("Problem"), choices=problem_choices, required=False)
    verdict = forms.ChoiceField(
        label=_("Verdict"), choices=[("", _("Any verdict")), *Verdicts.choices], required=False
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("Any state")), *State.choices], required=False
    )
    sort = forms.ChoiceField(label=_("Order"), choices=Sort.choices, required=False)

    def filters(self) -> Filters:
        """What is asked for, as far as it is valid."""
        self.is_valid()
        return Filters(**{name: value for name, value in self.cleaned_data.items() if value})


NO_NOTE = _("Say why, so that others can follow the decision.")


class DecisionForm(forms.Form):
    """What an interviewer decides on a finding, and why."""

    outcome = forms.ChoiceField(
        choices=SimilarityDecision.Outcome.choices,
        error_messages={"required": _("Say by one of the two buttons what you decided.")},
    )
    note = PlainTextField(
        label=_("Why"),
        rows=3,
        max_length=limits.DECISION_CHARACTERS,
        error_messages={"required": NO_NOTE},
    )

    def clean_note(self) -> str:
        """Blanks alone say nothing."""
        note: str = self.cleaned_data["note"]
        if not note.strip():
            raise forms.ValidationError(NO_NOTE)
        return note
