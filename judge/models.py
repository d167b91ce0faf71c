"""Submissions, their immutable verdicts, their curves, drafts, references and the workers' heartbeats.

What the comparison of submissions keeps is in ``judge.similarity_models``, rejudges in
``judge.rejudge_models``, what authors have checked in ``judge.gate_models``. Rows only: reading is in
``judge.selectors``, writing in ``judge.services``. The database row is the truth about a submission; the
queue is only a hint.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from judge import gate_models, rejudge_models, similarity_models  # noqa: F401 - Django finds models here
from judge.states import State, Verdicts
from questions.models import Problem, ProblemVersion
from questions.write_once import WriteOnce, WriteOnceQuerySet


class Submission(models.Model):
    """Code sent in for one problem version.

    A worker holds it by ``attempt`` and ``lease_until``: whoever has another attempt number has lost it.
    ``failures`` counts the attempts that our own faults ended. ``purpose`` tells a candidate's submission
    from the installation's own runs, and from a candidate's Run, the dry run of a rejudge and the check of a
    package's solution, which count for nothing; ``typed`` is the input of a Run's own. ``code`` and ``score``
    are those of the verdict that counts, for lists. ``alias`` is what others call its author where that must
    not be known.
    """

    class Purpose(models.TextChoices):
        CANDIDATE = "candidate", _("Submission")
        REFERENCE = "reference", _("Reference run")
        CANARY = "canary", _("Canary")
        RUN = "run", _("Run")
        REJUDGE = "rejudge", _("Dry run of a rejudge")
        CHECK = "check", _("Check of a solution")

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="submissions")
    problem_version = models.ForeignKey(ProblemVersion, on_delete=models.PROTECT, related_name="submissions")
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.CANDIDATE)
    source = models.TextField()
    typed = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    lane = models.CharField(max_length=20, default="cpu")
    attempt = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    cancel_requested = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    code = models.CharField(max_length=20, blank=True, editable=False)
    score = models.FloatField(null=True, editable=False)
    alias = models.CharField(max_length=20, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["state", "lane", "id"], name="submission_queue"),
            models.Index(fields=["author", "purpose", "-id"], name="submission_of_author"),
            models.Index(
                fields=["author", "purpose", "code", "-score", "-id"], name="submission_of_author_by_code"
            ),
            models.Index(fields=["author", "purpose", "-score", "-id"], name="submission_of_author_by_score"),
            models.Index(fields=["author", "problem_version"], name="submission_of_author_to"),
            # One for each way to narrow the list of everybody's: a database that does not know how the values
            # are spread takes the index with the most of the asked columns.
            models.Index(fields=["purpose", "-id"], name="submission_newest"),
            models.Index(fields=["purpose", "state", "-id"], name="submission_by_state"),
            models.Index(fields=["purpose", "code", "-id"], name="submission_by_code"),
            models.Index(fields=["purpose", "-score", "-id"], name="submission_by_score"),
            models.Index(fields=["purpose", "problem_version", "code"], name="submission_by_problem"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.problem_version}"

    @property
    def latest_verdict(self) -> Verdict | None:
        """The verdict that counts: that of the last attempt that has one."""
        return max(self.verdicts.all(), key=lambda verdict: verdict.attempt, default=None)

    @property
    def of_package(self) -> bool:
        """Whether it is a solution of a package, judged before its problem is published."""
        return hasattr(self, "solution_check")

    @property
    def shown_author(self) -> str:
        """What others may call its author."""
        return self.alias or self.author.shown_name


class Draft(models.Model):
    """The code that somebody is writing for a problem, as their browsers saved it last.

    ``revision`` counts the saves: who saves names the one that their text came from, so that two windows do
    not overwrite each other unseen.
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="drafts")
    source = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["author", "problem"], name="one_draft_a_problem"),
        ]

    def __str__(self) -> str:
        return f"draft of {self.author_id} for {self.problem_id}"


class Help(models.Model):
    """What somebody was told of a problem: so many hints, and the explanation before they had solved it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="helps")
    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="helps")
    hints = models.PositiveIntegerField(default=0)
    gave_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "problem"], name="one_help_a_problem"),
        ]

    def __str__(self) -> str:
        return f"help for {self.user_id} with {self.problem_id}"


class Repeat(models.Model):
    """What a client sent with an idempotency key: sent again, it is the same submission. ``digest`` is the
    SHA-256 of what was sent."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["author", "key"], name="one_submission_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.author_id}"


class Verdict(WriteOnce):
    """What one attempt came to. Never changed once written.

    The JSON columns hold the ``runners.base`` dataclasses as ``dataclasses.asdict`` gives them.
    ``timing`` is what ``judge.pipeline.Course.timing`` returns.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="verdicts")
    attempt = models.PositiveIntegerField()
    code = models.CharField(max_length=20, choices=Verdicts.choices)
    score = models.FloatField()
    score_low = models.FloatField(null=True)
    score_high = models.FloatField(null=True)
    summary = models.JSONField()
    groups = models.JSONField()
    metrics = models.JSONField()
    audits = models.JSONField()
    resources = models.JSONField()
    timing = models.JSONField()
    seeds = models.JSONField()
    output = models.TextField(blank=True)
    image_digest = models.CharField(max_length=100, blank=True)
    base_model_hash = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager[Verdict]] = WriteOnceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "attempt"], name="one_verdict_an_attempt"),
        ]

    def __str__(self) -> str:
        return f"{self.submission} {self.code}"


class Best(models.Model):
    """The best verdict of one author on one version, for leaderboards: ``judge.standings`` derives it from
    the verdicts anew whenever one is added, and can do so at any time.

    ``points`` is the score as pages show it, so that what looks the same is a tie; ``reached_at`` is when the
    submission was sent in.
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bests")
    problem_version = models.ForeignKey(ProblemVersion, on_delete=models.PROTECT, related_name="bests")
    verdict = models.ForeignKey(Verdict, on_delete=models.PROTECT, related_name="+")
    points = models.FloatField()
    reached_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["author", "problem_version"], name="one_best_a_version"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["problem_version", "-points", "reached_at", "id"], name="best_of_version"),
        ]

    def __str__(self) -> str:
        return f"{self.author_id} on {self.problem_version_id}: {self.points}"


class Curve(models.Model):
    """What the process of a submission's latest attempt reported of its progress, as it grows.

    ``columns`` is ``judge.curves.Points.columns``; ``reported`` counts all points that came. A curve is
    shown while its ``attempt`` is the submission's: an attempt that was lost leaves none behind.
    """

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="curve")
    attempt = models.PositiveIntegerField()
    columns = models.JSONField()
    reported = models.PositiveIntegerField()
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"curve of {self.submission}"


class Reference(models.Model):
    """The reference run of one problem version on this installation, with its per-example results."""

    problem_version = models.OneToOneField(ProblemVersion, on_delete=models.PROTECT, related_name="reference")
    verdict = models.ForeignKey(Verdict, on_delete=models.PROTECT)
    per_example = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"reference of {self.problem_version}"


class Worker(models.Model):
    """A judging worker's last sign of life, what keeps it from judging ("" when nothing does), and what waits
    there for submissions: ``sandbox.job.Idle`` as ``asdict`` gives it."""

    name = models.CharField(max_length=100, unique=True)
    lanes = models.JSONField(default=list)
    seen_at = models.DateTimeField()
    trouble = models.TextField(blank=True)
    waiting = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.name
