"""The form that plans a rejudge: which submissions, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from judge import limits
from judge.forms import problem_choices
from judge.rejudge_selectors import Chosen
from judge.states import Verdicts
from questions.models import ProblemVersion
from study.forms import PlainTextField

NO_REASON = _("Say why: it stays beside the verdicts.")


def version_choices() -> list[tuple[str, str]]:
    """Every version of every problem, the newest first."""
    versions = ProblemVersion.objects.select_related("problem").order_by("problem__slug", "-pk")
    return [
        ("", str(_("Any version"))),
        *((str(one.pk), str(one)) for one in versions.only("version", "problem__slug")),
    ]


class RejudgeForm(forms.Form):
    """Every field narrows what is chosen; at least one of the first three must be filled in."""

    submissions = forms.CharField(
        label=_("Submission numbers"),
        required=False,
        max_length=20_000,
        help_text=_("Such as 12, 15, 18. Leave it empty to take all that the other fields select."),
    )
    problem = forms.ChoiceField(label=_("Problem"), choices=problem_choices, required=False)
    version = forms.ChoiceField(label=_("Version"), choices=version_choices, required=False)
    verdict = forms.ChoiceField(
        label=_("Verdict"), choices=[("", _("Any verdict")), *Verdicts.choices], required=False
    )
    reason = PlainTextField(
        label=_("Reason"),
        rows=3,
        max_length=limits.REASON_CHARACTERS,
        error_messages={"required": NO_REASON},
    )

    def clean_submissions(self) -> list[int]:
        """The numbers, however they are parted."""
        words = (
            self.cleaned_data["submissions"].replace(",", " ").replace("，", " ").replace("#", " ").split()
        )
        wrong = [
            one for one in words if not (one.isascii() and one.isdecimal()) or len(one) > limits.NUMBER_DIGITS
        ]
        if wrong:
            raise forms.ValidationError(
                _("These are no numbers: %(words)s"), params={"words": ", ".join(wrong[:5])}
            )
        return sorted({int(word) for word in words})

    def clean_reason(self) -> str:
        """Blanks alone say nothing."""
        reason: str = self.cleaned_data["reason"]
        if not reason.strip():
            raise forms.ValidationError(NO_REASON)
        return reason

    def clean(self) -> dict[str, Any]:
        """A verdict alone would mean all submissions of everybody."""
        data = super().clean() or {}
        if not self.errors and not self.chosen().narrows:
            raise forms.ValidationError(_("Choose submissions by their numbers, a problem or a version."))
        return data

    def chosen(self) -> Chosen:
        """What is chosen by a valid form."""
        data = self.cleaned_data
        version = int(data["version"]) if data["version"] else None
        return Chosen(data["submissions"], data["problem"], version, data["verdict"])
