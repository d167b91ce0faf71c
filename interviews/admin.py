"""Sessions, sittings and what was said of them in Django's admin: to look at, never to change. An admin may
see who is behind an alias; interviewers have pages of their own.
"""

from __future__ import annotations

from django.contrib import admin

from accounts.look_only import LookOnly
from interviews.models import Comment, Entry, Invitation, Scorecard, Session, Sitting, Snapshot


@admin.register(Session)
class SessionAdmin(LookOnly):
    list_display = ("title", "author", "mode", "minutes", "blind", "created_at", "closed_at")
    list_filter = ("mode", "blind", ("closed_at", admin.EmptyFieldListFilter), "created_at")
    list_select_related = ("author",)
    search_fields = ("title", "author__username")


@admin.register(Invitation)
class InvitationAdmin(LookOnly):
    list_display = ("label", "session", "start", "created_at", "expires_at", "used_at", "revoked_at")
    list_filter = (
        ("used_at", admin.EmptyFieldListFilter),
        ("revoked_at", admin.EmptyFieldListFilter),
        "expires_at",
    )
    list_select_related = ("session",)
    search_fields = ("label", "start", "session__title")


@admin.register(Sitting)
class SittingAdmin(LookOnly):
    list_display = ("session", "author", "label", "alias", "begun_at", "ends_at", "ended_at", "ending")
    list_filter = ("ending", ("ended_at", admin.EmptyFieldListFilter), "begun_at")
    list_select_related = ("session", "author")
    search_fields = ("session__title", "author__username", "label", "alias")


@admin.register(Entry)
class EntryAdmin(LookOnly):
    list_display = ("sitting", "item", "submission_id")
    list_filter = ("submission__purpose", "submission__state")
    list_select_related = ("sitting", "item")
    search_fields = ("=submission__id", "sitting__alias", "sitting__session__title")


@admin.register(Snapshot)
class SnapshotAdmin(LookOnly):
    list_display = ("work", "at", "pasted")
    list_filter = ("at",)
    list_select_related = ("work",)
    search_fields = ("work__sitting__alias", "work__sitting__session__title")


@admin.register(Comment)
class CommentAdmin(LookOnly):
    list_display = ("submission_id", "line", "author", "text", "created_at", "withdrawn_at")
    list_filter = (("withdrawn_at", admin.EmptyFieldListFilter), "created_at")
    list_select_related = ("author",)
    search_fields = ("=submission__id", "author__username", "text")


@admin.register(Scorecard)
class ScorecardAdmin(LookOnly):
    list_display = ("sitting", "author", "recommendation", "filed_at")
    list_filter = ("recommendation", "filed_at")
    list_select_related = ("sitting", "author")
    search_fields = ("sitting__alias", "sitting__session__title", "author__username")
