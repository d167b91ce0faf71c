"""Every address of the site."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from judge import home, views
from judge.api import urls as api_urls
from judge.metrics import metrics

handler500 = "judge.unavailable.server_error"

urlpatterns = [
    path("", home.home, name="home"),
    path("questions/", include("questions.urls")),
    path("study/", include("study.urls")),
    path("problems/", views.problem_list, name="problems"),
    path("problems/<slug:slug>/", views.problem, name="problem"),
    path("submissions/", views.submission_list, name="submissions"),
    path("submissions/<int:pk>/", views.submission, name="submission"),
    path("submissions/<int:pk>/status/", views.submission_status, name="submission_status"),
    path("submissions/<int:pk>/curve.csv", views.submission_curve, name="submission_curve"),
    path("submissions/<int:pk>/cancel/", views.submission_cancel, name="submission_cancel"),
    path("accounts/", include("accounts.urls")),
    path("metrics", metrics, name="metrics"),
    path("favicon.ico", views.favicon),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("api/", include((api_urls, "api"))),
]
