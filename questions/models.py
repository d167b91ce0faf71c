"""Q&A questions, and coding problems with their immutable versions.

Both are loaded from files (``questions.bank_loader``, ``questions.problem_loader``), questions also from
drafts that are written on the site (``questions.drafting``); the database row is a copy that pages read.
Packages that are written on the site are in ``questions.package_models``. Nothing here knows submissions.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from questions import package_models  # noqa: F401 - Django finds models through this module
from questions.draft_base import Written
from questions.write_once import WriteOnce, WriteOnceQuerySet


class Difficulty(models.TextChoices):
    EASY = "easy", _("Easy")
    MEDIUM = "medium", _("Medium")
    HARD = "hard", _("Hard")


class Topic(models.Model):
    """A chapter of the bank: one folder under ``questions/bank``, or made on the site. ``own``: it was made
    or changed on the site, and the files leave it alone."""

    slug = models.SlugField(unique=True)
    title_zh = models.CharField(max_length=100)
    title_en = models.CharField(max_length=100)
    blurb_zh = models.CharField(max_length=300, blank=True)
    blurb_en = models.CharField(max_length=300, blank=True)
    position = models.PositiveIntegerField(default=0)
    own = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering: ClassVar = ["position", "slug"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.slug


class QuestionFields(models.Model):
    """What a Q&A item says, in both languages. Texts are Markdown; pages render them."""

    position = models.PositiveIntegerField(default=0)
    document_section = models.CharField(max_length=20, blank=True)
    difficulty = models.CharField(max_length=10, choices=Difficulty.choices)
    tags = models.JSONField(default=list)
    sources = models.JSONField(default=list)
    linked_problem = models.SlugField(max_length=100, blank=True)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    question_zh = models.TextField()
    question_en = models.TextField()
    answer_zh = models.TextField()
    answer_en = models.TextField()
    explanation_zh = models.TextField(blank=True)
    explanation_en = models.TextField(blank=True)
    errata_zh = models.TextField(blank=True)
    errata_en = models.TextField(blank=True)

    class Meta:
        abstract = True


class Question(QuestionFields):
    """One Q&A item that may be read."""

    slug = models.SlugField(unique=True, max_length=100)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="questions")
    plain_zh = models.TextField(blank=True, help_text="the texts without Markdown, for search and snippets")
    plain_en = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    retired = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["topic__position", "topic__slug", "position", "slug"]
        # Rows are long texts: what only counts them, or puts them in order, reads this instead.
        indexes: ClassVar = [
            models.Index(
                fields=["topic", "retired", "difficulty", "position", "slug"], name="question_in_brief"
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        """The page of this question."""
        return reverse("questions:detail", args=[self.slug])


class QuestionDraft(QuestionFields, Written):
    """A Q&A item as its authors write it on the site. What is published is ``question``, a copy of its own:
    a draft may go on while that is read."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("Under review")
        PUBLISHED = "published", _("Published")
        RETIRED = "retired", _("Retired")

    slug = models.SlugField(unique=True, max_length=100)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="drafts")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    question = models.OneToOneField(
        Question, on_delete=models.SET_NULL, null=True, blank=True, related_name="draft"
    )

    class Meta(Written.Meta):
        pass

    def __str__(self) -> str:
        return self.slug


class ProblemDraft(models.Model):
    """A coding item of an article, kept until somebody makes a problem package of it. ``slug`` is made from
    what it asks, so that the same article brings it once; ``number`` and ``chapters`` are those of the
    article."""

    slug = models.SlugField(unique=True, max_length=100)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=20, blank=True)
    chapters = models.JSONField(default=list)
    title = models.CharField(max_length=200)
    statement = models.TextField()
    starter = models.TextField(blank=True)
    explanation = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.slug


class DraftRevision(WriteOnce):
    """A draft, or a coding item of an article, as it was after one step: who did what, when."""

    class Step(models.TextChoices):
        IMPORTED = "imported", _("Imported")
        TAKEN_UP = "taken_up", _("Taken up")
        WRITTEN = "written", _("Written")
        MOVED = "moved", _("Moved on")
        BEGUN = "begun", _("Made a problem")

    draft = models.ForeignKey(QuestionDraft, on_delete=models.PROTECT, null=True, related_name="revisions")
    item = models.ForeignKey(ProblemDraft, on_delete=models.PROTECT, null=True, related_name="revisions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    step = models.CharField(max_length=10, choices=Step.choices)
    state = models.CharField(max_length=10, choices=QuestionDraft.State.choices, blank=True)
    fields = models.JSONField()

    objects: ClassVar[models.Manager[DraftRevision]] = WriteOnceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(draft__isnull=True) ^ models.Q(item__isnull=True),
                name="revision_of_a_draft_or_an_item",
            )
        ]

    def __str__(self) -> str:
        return f"{self.draft or self.item} {self.step}"


class Problem(models.Model):
    """A coding problem. What it says and how it is judged belongs to its versions. One that is ``retired`` is
    on no list and takes no submission; what was sent in before stays."""

    slug = models.SlugField(unique=True, max_length=100)
    position = models.PositiveIntegerField(default=0)
    retired = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["position", "slug"]

    def __str__(self) -> str:
        return self.slug


class ProblemVersion(models.Model):
    """One immutable version of a problem package, copied into the state folder under its digest.

    ``published`` is set once its reference has been made on this installation; for a ``gated`` one, written
    on the site, only when each of its solutions got what it must and its author says so (``judge.gate``).
    """

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="versions")
    version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=50)
    lane = models.CharField(max_length=20, default="cpu")
    difficulty = models.CharField(max_length=10, choices=Difficulty.choices)
    tags = models.JSONField(default=list)
    config = models.JSONField()
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    statement_zh = models.TextField()
    statement_en = models.TextField()
    hints_zh = models.JSONField(default=list)
    hints_en = models.JSONField(default=list)
    explanation_zh = models.TextField(blank=True)
    explanation_en = models.TextField(blank=True)
    starter = models.TextField(blank=True)
    published = models.BooleanField(default=False)
    gated = models.BooleanField(default=False)
    paused_reason_zh = models.CharField(max_length=300, blank=True)
    paused_reason_en = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["problem", "version"], name="one_row_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.problem.slug} v{self.version}"

    @property
    def paused(self) -> bool:
        """Whether nothing is taken for it until an author or an admin says so."""
        return bool(self.paused_reason_zh or self.paused_reason_en)


BEFORE_THE_GATE = models.Q(gated=True, published=False)
"""Versions that are written on the site and not published yet: nobody but authors knows of them."""


class SearchEntry(models.Model):
    """The words of one question or one problem, as ``questions.index`` cuts them, by blanks."""

    question = models.OneToOneField(Question, null=True, on_delete=models.CASCADE, related_name="+")
    problem = models.OneToOneField(Problem, null=True, on_delete=models.CASCADE, related_name="+")
    title = models.TextField(blank=True)
    tags = models.TextField(blank=True)
    body = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"words of {self.question_id or self.problem_id}"
