"""Addresses of the API, below ``/api/``."""

from __future__ import annotations

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from judge.api.account import AccountView
from judge.api.bench import BenchViewSet
from judge.api.beside import BesideQuestionViewSet, BookmarkViewSet, NoteViewSet
from judge.api.docs import SchemaView, documentation
from judge.api.problems import ProblemViewSet, QuestionViewSet
from judge.api.problems_json import not_found
from judge.api.search import SearchView
from judge.api.study import CardViewSet, ReviewViewSet, StudyViewSet
from judge.api.submissions import RunViewSet, SubmissionViewSet

router = SimpleRouter()  # the other one adds addresses such as events.json, which no action expects
router.register("problems", ProblemViewSet, basename="problem")
router.register("problems", BenchViewSet, basename="bench")
router.register("questions", QuestionViewSet, basename="question")
router.register("questions", BesideQuestionViewSet, basename="beside")
router.register("study/cards", CardViewSet, basename="card")
router.register("study/reviews", ReviewViewSet, basename="review")
router.register("study", StudyViewSet, basename="study")
router.register("bookmarks", BookmarkViewSet, basename="bookmark")
router.register("notes", NoteViewSet, basename="note")
router.register("submissions", SubmissionViewSet, basename="submission")
router.register("runs", RunViewSet, basename="run")

app_name = "api"

urlpatterns = [
    path("", documentation, name="documentation"),
    path("v1/", include(router.urls)),
    path("v1/account/", AccountView.as_view(), name="account"),
    path("v1/search/", SearchView.as_view(), name="search"),
    path("v1/schema.yml", SchemaView.as_view(), name="schema"),
    re_path("", not_found),
]
