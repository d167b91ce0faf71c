"""The submit form: code typed, or a file chosen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

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
