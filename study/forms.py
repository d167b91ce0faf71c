"""What learners fill in. Text keeps its white space; browsers send CRLF, and we store LF."""

from __future__ import annotations

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from study import limits
from study.models import Learner, Rating

AREAS = (
    *("Africa", "America", "Antarctica", "Arctic", "Asia"),
    *("Atlantic", "Australia", "Europe", "Indian", "Pacific"),
)
"""What names of time zones begin with that are places; the others are offsets and old names of countries."""


@cache  # it looks through hundreds of files
def _offered_zones() -> frozenset[str]:
    return frozenset({"UTC"} | {zone for zone in available_timezones() if zone.split("/")[0] in AREAS})


class PlainTextField(forms.CharField):
    """Text as it was written, up to ``max_length`` characters; a NUL byte is refused, as Django does."""

    def __init__(self, *, rows: int, max_length: int, **options: Any) -> None:
        # No maxlength on the page: browsers would cut a long paste without a word.
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(strip=False, widget=widget, max_length=max_length, **options)
        self.widget.attrs.pop("maxlength", None)

    def to_python(self, value: Any) -> str:
        """Turn the line ends of a form into those of a text."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class AttemptForm(forms.Form):
    """What is posted to see the answer. ``shown`` says when the question came up."""

    attempt = PlainTextField(
        label=_("Your answer"), required=False, rows=7, max_length=limits.ATTEMPT_CHARACTERS
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)


class RatingForm(forms.Form):
    """One of the four buttons."""

    rating = forms.TypedChoiceField(choices=Rating.choices, coerce=lambda value: Rating(int(value)))


class NoteForm(forms.Form):
    """A note; ``seen`` is the version that its writer had before them."""

    text = PlainTextField(
        label=_("Your note (Markdown)"), required=False, rows=12, max_length=limits.NOTE_CHARACTERS
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ReportForm(forms.Form):
    """What is wrong with a question."""

    text = PlainTextField(label=_("What is wrong?"), rows=6, max_length=limits.REPORT_CHARACTERS)

    def clean_text(self) -> str:
        """Refuse blanks alone."""
        text: str = self.cleaned_data["text"].strip()
        if not text:
            raise forms.ValidationError(_("Say what is wrong, in a few words."))
        return text


class LearnerForm(forms.ModelForm):  # type: ignore[type-arg] # generic in the stubs alone
    """Goal, limit, how sure to remember, and where the learner lives."""

    daily_goal = forms.IntegerField(label=_("Reviews a day"), min_value=1, max_value=limits.MOST_A_DAY)
    new_per_day = forms.IntegerField(label=_("New questions a day"), min_value=0, max_value=limits.MOST_A_DAY)
    retention = forms.IntegerField(
        label=_("Recall to aim for, in %"),
        min_value=round(limits.RETENTION_LOW * 100),
        max_value=round(limits.RETENTION_HIGH * 100),
        help_text=_("Higher means shorter intervals and more reviews a day. 90 suits most people."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Your day of study begins at midnight here.")
    )

    class Meta:
        model = Learner
        fields = ("daily_goal", "new_per_day", "retention", "time_zone")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["retention"] = round(self.instance.desired_retention * 100)
        zones = sorted({*_offered_zones(), self.instance.time_zone})
        self.fields["time_zone"].choices = [(zone, zone.replace("_", " ")) for zone in zones]  # type: ignore[attr-defined]

    def save(self, commit: bool = True) -> Learner:
        """Keep per cent as a fraction."""
        self.instance.desired_retention = self.cleaned_data["retention"] / 100
        saved: Learner = super().save(commit)
        return saved
