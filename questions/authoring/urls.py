"""Addresses of authoring, below ``/authoring/``."""

from __future__ import annotations

from django.urls import path

from questions.authoring import views

app_name = "authoring"

urlpatterns = [
    path("", views.draft_list, name="drafts"),
    path("new/", views.new, name="new"),
    path("import/", views.import_article, name="import"),
    path("drafts.md", views.article, name="article"),
    path("problems/<slug:slug>/", views.problem, name="problem"),
    path("<slug:slug>/", views.edit, name="edit"),
    path("<slug:slug>/move/", views.move, name="move"),
    path("<slug:slug>/history/", views.history, name="history"),
]
