"""Sessions, invitations, sittings with what was written in them, and what interviewers say of it.

Rows only: ``interviews.selectors`` reads; ``interviews.sessions``, ``sittings`` and ``reviewing`` write. What
records how something came to be (snapshots, scorecards) is added to and never changed.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interviews import limits
from interviews.asked import Asked
from interviews.rubric import Line, as_read
from judge.models import Submission
from questions.models import ProblemVersion, Question
from questions.write_once import WriteOnce, WriteOnceQuerySet


class Session(models.Model):
    """A set of items with a time limit, to which candidates are invited. ``author`` prepares it; every
    interviewer may review it. In a ``blind`` one, reviewers see an alias in place of the candidate."""

    class Mode(models.TextChoices):
        TAKE_HOME = "take_home", _("Take-home")
        LIVE = "live", _("Live")

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sessions")
    title = models.CharField(_("title"), max_length=200)
    instructions = models.TextField(_("instructions (Markdown)"), blank=True, max_length=8000)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices, default=Mode.TAKE_HOME)
    minutes = models.PositiveIntegerField(
        _("time limit, in minutes"),
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(limits.MOST_MINUTES)],
    )
    blind = models.BooleanField(_("blind review: no names until the scorecards are in"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.title


class Item(models.Model):
    """One question, or one version of a problem, of a session. ``texts`` are the question's when the session
    was saved: the bank goes on, what is asked stays."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    question = models.ForeignKey(Question, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    problem_version = models.ForeignKey(
        ProblemVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    texts = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "position"], name="one_item_a_place"),
            models.CheckConstraint(
                condition=models.Q(question__isnull=True) ^ models.Q(problem_version__isnull=True),
                name="item_is_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}.{self.position}"

    @property
    def is_code(self) -> bool:
        """Whether the answer is a program."""
        return self.problem_version_id is not None

    @property
    def key(self) -> str:
        """What is asked, for forms: ``q:`` and the question's number, or ``p:`` and the version's."""
        return f"p:{self.problem_version_id}" if self.is_code else f"q:{self.question_id}"

    @property
    def subject(self) -> Asked | ProblemVersion:
        """What is asked."""
        return self.problem_version or Asked(**self.texts)


class Criterion(models.Model):
    """One line of a session's rubric. ``anchors`` says what each point of the scale, from 1, looks like."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=100)
    anchors = models.JSONField()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "position"], name="one_criterion_a_place"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def line(self) -> Line:
        """What readers see of it, in their language where it is one that sessions start with."""
        return as_read(Line(self.title, tuple(self.anchors)))


class Sitting(models.Model):
    """One candidate's time with a session. It ends once, and nothing is written to it afterwards. What has an
    ``ending`` and no end yet is about to end: an interviewer rang the bell. ``extra_minutes``, for who needs
    more time than the session gives, are in ``ends_at`` already."""

    class Ending(models.TextChoices):
        HANDED_IN = "handed_in", _("Handed in")
        BELL = "bell", _("Time was up")
        CLOSED = "closed", _("Ended by an interviewer")

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="sittings")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sittings")
    label = models.CharField(max_length=100, blank=True)
    alias = models.CharField(max_length=20)
    begun_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    extra_minutes = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "author"], name="one_sitting_a_candidate"),
            models.UniqueConstraint(fields=["session", "alias"], name="one_alias_a_sitting"),
        ]
        indexes: ClassVar = [models.Index(fields=["ended_at", "ends_at"], name="sitting_to_end")]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.alias}"

    @property
    def minutes(self) -> int:
        """How long its candidate has, unless somebody ends it before."""
        return self.session.minutes + self.extra_minutes

    @property
    def may_be_read(self) -> bool:
        """Whether interviewers may see what is written: while it is, in a live session alone."""
        return self.ended_at is not None or self.session.mode == Session.Mode.LIVE


class Invitation(models.Model):
    """A link, good once: all of it but the token itself, of which ``digest`` is the SHA-256. One that
    ``resumes`` a sitting lets its candidate in again from another browser."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="invitations")
    label = models.CharField(_("for whom"), max_length=100)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    start = models.CharField(max_length=12, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    extra_minutes = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    resumes = models.ForeignKey(
        Sitting, on_delete=models.CASCADE, null=True, blank=True, related_name="resumptions"
    )
    sitting = models.OneToOneField(
        Sitting, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitation"
    )

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.start}… for {self.label}"

    @property
    def minutes(self) -> int:
        """How long its candidate will have."""
        return self.session.minutes + self.extra_minutes


class Work(models.Model):
    """What a candidate has written for one item. ``revision`` counts the saves, as a draft's does.
    ``refused`` has in both languages why the program that stood there at the end was not taken; empty where
    it was."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="works")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="works")
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(auto_now=True)
    refused = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sitting", "item"], name="one_work_an_item"),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id}/{self.item_id}"


class Snapshot(WriteOnce):
    """A work as it was at one moment. ``pasted``: how many characters came by pasting since the one before,
    as the browser told."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="snapshots")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(blank=True)
    pasted = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager[Snapshot]] = WriteOnceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.work_id} at {self.at:%H:%M:%S}"


class Entry(models.Model):
    """A submission, or a Run, that was made in a sitting."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="entries")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="entries")
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="entry")

    class Meta:
        ordering: ClassVar = ["submission_id"]

    def __str__(self) -> str:
        return f"{self.sitting_id}/{self.item_id}: #{self.submission_id}"


class Comment(models.Model):
    """What an interviewer says of a line of a submission (0: of all of it). It may be withdrawn, once
    and for all, not changed."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    line = models.PositiveIntegerField(default=0)
    text = models.TextField(max_length=limits.COMMENT_CHARACTERS)
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["line", "id"]

    def __str__(self) -> str:
        return f"#{self.submission_id}:{self.line} {self.text[:40]}"


class PrivateNote(models.Model):
    """What one interviewer keeps for themselves about a sitting."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sitting", "author"], name="one_note_a_sitting"),
        ]

    def __str__(self) -> str:
        return f"{self.author_id} on {self.sitting_id}"


class Recommendation(models.TextChoices):
    """The five steps."""

    STRONG_NO = "strong_no", _("Strong No")
    NO = "no", _("No")
    NO_DECISION = "no_decision", _("No decision")
    YES = "yes", _("Yes")
    STRONG_YES = "strong_yes", _("Strong Yes")


class Scorecard(WriteOnce):
    """One interviewer's judgement of a sitting, as filed at one moment. A correction is another row: the
    newest counts, all stay. ``ratings`` are by criterion, ``answers`` by item, both 1 to 4 by its number
    as a string."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="scorecards")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(auto_now_add=True)
    ratings = models.JSONField()
    answers = models.JSONField()
    recommendation = models.CharField(max_length=12, choices=Recommendation.choices)
    summary = models.TextField(max_length=limits.SUMMARY_CHARACTERS)

    objects: ClassVar[models.Manager[Scorecard]] = WriteOnceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.author_id} on {self.sitting_id}: {self.recommendation}"
