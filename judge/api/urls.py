"""Addresses of the API, below ``/api/``."""

from __future__ import annotations

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import DefaultRouter

from judge.api.docs import documentation
from judge.api.problems import ProblemViewSet, QuestionViewSet
from judge.api.problems_json import not_found
from judge.api.submissions import RunViewSet, SubmissionViewSet

router = DefaultRouter()
router.include_root_view = False
router.register("problems", ProblemViewSet, basename="problem")
router.register("questions", QuestionViewSet, basename="question")
router.register("submissions", SubmissionViewSet, basename="submission")
router.register("runs", RunViewSet, basename="run")

app_name = "api"

urlpatterns = [
    path("", documentation, name="documentation"),
    path("v1/", include(router.urls)),
    path("v1/schema.yml", SpectacularAPIView.as_view(), name="schema"),
    re_path("", not_found),
]
