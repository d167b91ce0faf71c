"""Every address of the site."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from judge import (
    bench_views,
    board_views,
    compare_views,
    gate_views,
    home,
    list_views,
    rejudge_views,
    run_views,
    search_views,
    similarity_views,
    stream,
    views,
)
from judge.metrics import metrics

handler400 = "judge.too_large.bad_request"
handler500 = "judge.unavailable.server_error"

urlpatterns = [
    path("", home.home, name="home"),
    path("questions/", include("questions.urls")),
    path("authoring/", include("questions.authoring.urls")),
    path("authoring/problems/<slug:slug>/gate/", gate_views.page, name="gate"),
    path("authoring/problems/<slug:slug>/gate/check/", gate_views.check, name="gate_check"),
    path("authoring/problems/<slug:slug>/gate/publish/", gate_views.publish, name="gate_publish"),
    path("study/", include("study.urls")),
    path("search/", search_views.search_page, name="search"),
    path("problems/", views.problem_list, name="problems"),
    path("problems/<slug:slug>/", bench_views.problem, name="problem"),
    path("problems/<slug:slug>/run/", run_views.start, name="run_start"),
    path("problems/<slug:slug>/kit.zip", bench_views.kit, name="kit"),
    path("problems/<slug:slug>/draft/", bench_views.draft, name="draft"),
    path("problems/<slug:slug>/hint/", bench_views.hint, name="hint"),
    path("problems/<slug:slug>/give-up/", bench_views.give_up, name="give_up"),
    path("runs/<int:pk>/", run_views.page, name="run"),
    path("runs/<int:pk>/status/", run_views.status, name="run_status"),
    path("problems/<slug:slug>/leaderboard/", board_views.leaderboard, name="leaderboard"),
    path("submissions/", list_views.submission_list, name="submissions"),
    path("submissions/export.<str:form>", list_views.submission_export, name="submission_export"),
    path("submissions/<int:pk>/", views.submission, name="submission"),
    path("submissions/<int:pk>/status/", views.submission_status, name="submission_status"),
    path("submissions/<int:pk>/stream/", stream.submission_stream, name="submission_stream"),
    path("submissions/<int:pk>/curve.csv", views.submission_curve, name="submission_curve"),
    path("submissions/<int:pk>/compare/", compare_views.choose, name="compare_choose"),
    path("submissions/<int:pk>/compare/<int:other>/", compare_views.compare, name="compare"),
    path("submissions/<int:pk>/cancel/", views.submission_cancel, name="submission_cancel"),
    path("interviews/", include("interviews.urls")),
    path("similar/", similarity_views.finding_list, name="findings"),
    path("similar/<int:pk>/", similarity_views.finding, name="finding"),
    path("rejudge/", rejudge_views.rejudge_list, name="rejudges"),
    path("rejudge/new/", rejudge_views.plan, name="rejudge_plan"),
    path("rejudge/<int:pk>/", rejudge_views.page, name="rejudge"),
    path("rejudge/<int:pk>/start/", rejudge_views.start, name="rejudge_start"),
    path("rejudge/<int:pk>/apply/", rejudge_views.apply, name="rejudge_apply"),
    path("rejudge/<int:pk>/discard/", rejudge_views.discard, name="rejudge_discard"),
    path("accounts/", include("accounts.urls")),
    path("metrics", metrics, name="metrics"),
    path("favicon.ico", views.favicon),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("api/", include("judge.api.urls")),
]
