"""The user and the role. Permissions are predicates in ``accounts.rules``, never role strings."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Each role can do what the ones before it can, except that authors and interviewers differ."""

    CANDIDATE = "candidate", _("Candidate")
    INTERVIEWER = "interviewer", _("Interviewer")
    AUTHOR = "author", _("Author")
    ADMIN = "admin", _("Admin")


SYSTEM_USERNAME = "tuneroom-judge"


class TuneroomUserManager(UserManager["User"]):
    """Superusers get the admin role, so that one field answers who may do what."""

    def system(self) -> User:
        """The account that the judge's own runs belong to; nobody can sign in to it."""
        user, made = self.get_or_create(username=SYSTEM_USERNAME, defaults={"role": Role.ADMIN})
        if made:
            user.set_unusable_password()
            user.save(update_fields=["password"])
        return user

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **extra_fields: Any
    ) -> User:
        extra_fields.setdefault("role", Role.ADMIN)
        return super().create_superuser(username, email, password, **extra_fields)


class User(AbstractUser):
    """An account. New sign-ups are candidates.

    ``board_name`` is how leaderboards call it, "" for an account that is on none; ``board_key`` is what makes
    two such names the same, and null, which is never the same as another null, without one.
    """

    role = models.CharField(_("role"), max_length=16, choices=Role.choices, default=Role.CANDIDATE)
    board_name = models.CharField(_("leaderboard name"), max_length=30, blank=True)
    board_key = models.CharField(max_length=100, null=True, unique=True, editable=False)  # noqa: DJ001 - see below

    objects: ClassVar[TuneroomUserManager] = TuneroomUserManager()

    @property
    def is_system(self) -> bool:
        """Whether this is the judge's own account."""
        return self.username == SYSTEM_USERNAME

    @property
    def is_listed(self) -> bool:
        """Whether leaderboards show this account."""
        return self.board_key is not None

    @property
    def shown_name(self) -> str:
        """The name that pages show."""
        return self.get_full_name() or self.username


class AccessToken(models.Model):
    """A personal access token for the API: all of it but the token itself, of which ``digest`` is the SHA-256
    in hexadecimal digits and ``start`` what its owner knows it by. Without ``may_submit`` it only reads."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=60)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    start = models.CharField(max_length=12, editable=False)
    may_submit = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.start}… of {self.user_id}"
