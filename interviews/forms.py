"""What interviewers and candidates fill in. A refused form keeps everything that was typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from interviews import limits
from interviews.models import Criterion, Item, Recommendation, Session, Sitting
from interviews.rubric import ANSWER_ANCHORS
from judge.selectors import current_versions, newest_versions
from judge.states import Verdicts
from questions.models import ProblemVersion
from questions.selectors import shown_questions
from questions.templatetags.tuneroom import in_language
from study.forms import PlainTextField


class SessionForm(forms.ModelForm):  # type: ignore[type-arg] # generic in the stubs alone
    """A session without its items and rubric."""

    class Meta:
        model = Session
        fields = ("title", "mode", "minutes", "blind", "instructions")
        widgets = {"instructions": forms.Textarea(attrs={"rows": 6})}  # noqa: RUF012 - Django's way


def item_choices(kept: Iterable[Item] = ()) -> list[tuple[str, Any]]:
    """Everything that may be asked, by ``Item.key``: what candidates see, and what a session asks already,
    though there be a newer version or the question be retired."""
    questions = {f"q:{question.pk}": in_language(question, "title") for question in shown_questions()}
    open_ones = current_versions().filter(published=True)
    versions = {f"p:{version.pk}": _titled(version) for version in open_ones}
    for item in kept:
        if item.problem_version is not None:
            versions.setdefault(item.key, _titled(item.problem_version))
        else:
            questions.setdefault(item.key, in_language(item.subject, "title"))
    return [
        ("", "—"),
        (str(_("Coding problems")), list(versions.items())),
        (str(_("Questions")), list(questions.items())),
    ]


def _titled(version: ProblemVersion) -> str:
    return f"{in_language(version, 'title')} (v{version.version})"


class ItemForm(forms.Form):
    """One place of a session; empty ones are left out."""

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["subject"] = forms.ChoiceField(label=_("Item"), choices=choices, required=False)


class CriterionForm(forms.Form):
    """One line of the rubric; one without a title is left out."""

    title = forms.CharField(label=_("Criterion"), max_length=100, required=False)
    anchor1 = forms.CharField(label="1", max_length=200, required=False)
    anchor2 = forms.CharField(label="2", max_length=200, required=False)
    anchor3 = forms.CharField(label="3", max_length=200, required=False)
    anchor4 = forms.CharField(label="4", max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """A scale without words is none: raters would mean different things by it."""
        data = super().clean() or {}
        anchors = self.anchors(data)
        if data.get("title") and not all(anchors):
            raise ValidationError(_("Say for each of the four points what it looks like."))
        if any(anchors) and not data.get("title"):
            raise ValidationError(_("Name the criterion."))
        return data

    @staticmethod
    def anchors(data: dict[str, Any]) -> list[str]:
        """The four anchors, from 1."""
        return [data.get(f"anchor{point}", "") for point in range(1, limits.ANCHORS + 1)]


class _Chosen(forms.BaseFormSet):  # type: ignore[type-arg] # generic in the stubs alone
    """At least one item, none twice."""

    def clean(self) -> None:
        chosen = chosen_subjects(self)
        if not chosen:
            raise ValidationError(_("Choose at least one question or problem."))
        if len(set(chosen)) < len(chosen):
            raise ValidationError(_("The same item is there twice."))


def chosen_subjects(items: Any) -> list[str]:
    """What was chosen in a set of ``ItemForm``, in order."""
    given = (form.cleaned_data.get("subject", "") for form in items.forms if hasattr(form, "cleaned_data"))
    return [subject for subject in given if subject]


ItemFormSet = forms.formset_factory(
    ItemForm, formset=_Chosen, extra=3, max_num=limits.MOST_ITEMS, absolute_max=limits.MOST_ITEMS
)
CriterionFormSet = forms.formset_factory(
    CriterionForm, extra=1, max_num=limits.MOST_CRITERIA, absolute_max=limits.MOST_CRITERIA
)


class InviteForm(forms.Form):
    """Whom to invite, and how long the link is good."""

    label = forms.CharField(
        label=_("For whom"),
        max_length=100,
        help_text=_("A name or an address; in a blind session, reviewers do not see it."),
    )
    days = forms.IntegerField(
        label=_("Days until it expires"),
        initial=limits.INVITATION_DAYS,
        min_value=1,
        max_value=limits.MOST_INVITATION_DAYS,
    )
    extra_minutes = forms.IntegerField(
        label=_("Extra minutes"),
        initial=0,
        min_value=0,
        max_value=limits.MOST_EXTRA_MINUTES,
        required=False,
        help_text=_("For who needs more time than others; in a blind session it may tell who sits."),
    )

    def clean_extra_minutes(self) -> int:
        """None are given where nothing is said."""
        return self.cleaned_data["extra_minutes"] or 0


class AnswerForm(forms.Form):
    """A candidate's answer to a question."""

    source = PlainTextField(label=_("Your answer"), rows=14, max_length=limits.WORK_BYTES, required=False)


class CommentForm(forms.Form):
    """A comment on a line, or on all of it (0)."""

    line = forms.IntegerField(label=_("Line (0: all of it)"), min_value=0, max_value=1_000_000, initial=0)
    text = PlainTextField(label=_("Comment"), rows=2, max_length=limits.COMMENT_CHARACTERS)


class NoteForm(forms.Form):
    """A private note; ``seen`` is the mark of the text that its writer had before them."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    text = PlainTextField(label=_("Private note"), rows=4, max_length=limits.NOTE_CHARACTERS, required=False)


POINTS = [str(point) for point in range(1, limits.ANCHORS + 1)]


class ScorecardForm(forms.Form):
    """Points by criterion, optional points by item, a recommendation and why."""

    recommendation = forms.ChoiceField(
        label=_("Recommendation"), choices=Recommendation.choices, widget=forms.RadioSelect
    )
    summary = PlainTextField(
        label=_("Why"),
        rows=5,
        max_length=limits.SUMMARY_CHARACTERS,
        help_text=_("What you saw, in a few sentences. It is in the report."),
    )

    def __init__(self, sitting: Sitting, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.criteria: list[Criterion] = list(sitting.session.criteria.all())
        self.items = list(sitting.session.items.select_related("problem_version"))
        for criterion in self.criteria:
            self.fields[f"c{criterion.pk}"] = forms.ChoiceField(
                label=criterion.line.title,
                choices=list(zip(POINTS, POINTS, strict=True)),
                widget=forms.RadioSelect,
            )
        said = [(point, f"{point} · {words}") for point, words in zip(POINTS, ANSWER_ANCHORS, strict=True)]
        for item in self.items:
            self.fields[f"i{item.pk}"] = forms.ChoiceField(
                label=in_language(item.subject, "title"), choices=[("", "—"), *said], required=False
            )

    def rubric_fields(self) -> list[tuple[forms.BoundField, list[tuple[Any, str]]]]:
        """The field of each criterion, and its radio buttons with their anchors."""
        fields = [(one.line, self[f"c{one.pk}"]) for one in self.criteria]
        return [(field, list(zip(field, line.anchors, strict=True))) for line, field in fields]

    def item_fields(self) -> list[forms.BoundField]:
        """The fields of the items."""
        return [self[f"i{item.pk}"] for item in self.items]

    def ratings(self) -> dict[str, int]:
        """Points by the number of the criterion."""
        return {str(one.pk): int(self.cleaned_data[f"c{one.pk}"]) for one in self.criteria}

    def answers(self) -> dict[str, int]:
        """Points by the number of the item, of those that were given any."""
        given = {str(one.pk): self.cleaned_data[f"i{one.pk}"] for one in self.items}
        return {key: int(value) for key, value in given.items() if value}


def session_choices() -> list[tuple[str, str]]:
    """Every session, newest first."""
    rows = Session.objects.values_list("pk", "title")
    return [("", str(_("All sessions"))), *((str(pk), title) for pk, title in rows)]


def problem_choices() -> list[tuple[str, str]]:
    """Every problem that some session asks."""
    asked = Item.objects.filter(problem_version__isnull=False).values("problem_version__problem")
    versions = newest_versions().filter(problem__in=asked)
    titles = [(version.problem.slug, in_language(version, "title")) for version in versions]
    return [("", str(_("All problems"))), *titles]


class QueueForm(forms.Form):
    """What the queue is narrowed to."""

    session = forms.ChoiceField(label=_("Session"), choices=session_choices, required=False)
    problem = forms.ChoiceField(label=_("Problem"), choices=problem_choices, required=False)
    verdict = forms.ChoiceField(
        label=_("Verdict"), choices=[("", _("Any verdict")), *Verdicts.choices], required=False
    )
    flagged = forms.BooleanField(label=_("Flagged"), required=False)
    mine = forms.ChoiceField(
        label=_("My scorecard"),
        choices=[("", _("Any")), ("open", _("Still to file")), ("filed", _("Filed"))],
        required=False,
    )
