"""Addresses of authoring, below ``/authoring/``."""

from __future__ import annotations

from django.urls import path

from questions.authoring import history_views, package_views, views

app_name = "authoring"

urlpatterns = [
    path("", views.draft_list, name="drafts"),
    path("new/", views.new, name="new"),
    path("import/", views.import_article, name="import"),
    path("drafts.md", views.article, name="article"),
    path("coding/<slug:slug>/", package_views.coding, name="coding"),
    path("coding/<slug:slug>/history/", history_views.item, name="coding_history"),
    path("bank/<slug:slug>/take-up/", views.take_up, name="question_take_up"),
    path("problem.schema.json", package_views.schema, name="schema"),
    path("new-problem/", package_views.new, name="package_new"),
    path("import-problem/", package_views.import_zip, name="package_import"),
    path("problems/<slug:slug>/", package_views.package, name="package"),
    path("problems/<slug:slug>/take-up/", package_views.take_up, name="take_up"),
    path("problems/<slug:slug>/move/", package_views.move, name="package_move"),
    path("problems/<slug:slug>/retire/", package_views.retire, name="package_retire"),
    path("problems/<slug:slug>/history/", history_views.package, name="package_history"),
    path(
        "problems/<slug:slug>/history/<int:pk>/restore/",
        history_views.restore_package,
        name="package_restore",
    ),
    path("problems/<slug:slug>/package.zip", package_views.download, name="package_zip"),
    path("<slug:slug>/", views.edit, name="edit"),
    path("<slug:slug>/move/", views.move, name="move"),
    path("<slug:slug>/history/", history_views.question, name="history"),
    path("<slug:slug>/history/<int:pk>/restore/", history_views.restore_question, name="restore"),
]
