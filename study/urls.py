"""Addresses of study, below ``/study/``."""

from __future__ import annotations

from django.urls import path

from study.views import collection, overview, session

app_name = "study"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("session/", session.session, name="session"),
    path("card/<slug:slug>/", session.card, name="card"),
    path("card/<slug:slug>/reveal/", session.reveal, name="reveal"),
    path("card/<slug:slug>/rate/", session.rate, name="rate"),
    path("undo/", session.undo, name="undo"),
    path("due/", overview.due_list, name="due"),
    path("history/", overview.history, name="history"),
    path("settings/", overview.settings, name="settings"),
    path("settings/fit/", overview.fit, name="fit"),
    path("export.apkg", overview.export, name="export"),
    path("bookmarks/", collection.bookmarks, name="bookmarks"),
    path("bookmarks/<slug:slug>/", collection.bookmark, name="bookmark"),
    path("notes/", collection.notes, name="notes"),
    path("notes/<slug:slug>/", collection.note, name="note"),
    path("reports/", collection.reports, name="reports"),
    path("reports/<int:pk>/", collection.resolve, name="resolve"),
    path("reports/<slug:slug>/new/", collection.report, name="report"),
]
