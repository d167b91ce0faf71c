"""The joint search of questions and problems in the API. ``judge.search`` finds."""

from __future__ import annotations

from typing import Any, cast

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from judge.api.problems import BothLanguages
from judge.search import QUESTION, Filters, Hit, State, search
from questions.models import Difficulty
from questions.search import LONGEST_QUERY

FILTERS = ("kind", "topic", "difficulty", "state")


class HitSerializer(serializers.Serializer[Any]):
    """A question or a problem; ``state`` is how you stand with it, null for a visitor."""

    kind = serializers.CharField(help_text="question, or a kind of problem")
    slug = serializers.CharField()
    title = BothLanguages("title")
    difficulty = serializers.ChoiceField(choices=Difficulty.choices)
    tags = serializers.ListField(child=serializers.CharField())
    topic = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField(choices=State.choices, allow_null=True)

    def to_representation(self, instance: Hit) -> dict[str, Any]:
        """Whichever of the two it is."""
        asked, problem = instance.question, instance.version
        one: Any = asked or problem
        return {
            "kind": problem.kind if problem else QUESTION,
            "slug": problem.problem.slug if problem else one.slug,
            "title": {"zh": one.title_zh, "en": one.title_en},
            "difficulty": one.difficulty,
            "tags": one.tags,
            "topic": asked.topic.slug if asked else None,
            "state": instance.state,
        }


class ByRank(PageNumberPagination):
    """Pages by number: what is found best stands first, and no field says so that a cursor could name."""

    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 100


class SearchView(generics.ListAPIView[Any]):
    """Questions and problems, the best first; without words everything."""

    permission_classes = (AllowAny,)
    serializer_class = HitSerializer
    pagination_class = ByRank

    @extend_schema(
        parameters=[
            OpenApiParameter("q", str, description="words that must occur"),
            OpenApiParameter("kind", str, description="question, or a kind of problem such as ngram_lm"),
            OpenApiParameter("topic", str),
            OpenApiParameter("difficulty", str, enum=Difficulty.values),
            OpenApiParameter("state", str, enum=State.values, description="for who signed in"),
        ]
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Search."""
        asked = request.query_params
        filters = Filters(
            asked.get("q", "")[:LONGEST_QUERY], **{name: asked.get(name, "") for name in FILTERS}
        )
        hits = search(filters, request.user if isinstance(request.user, User) else None)
        page = self.paginate_queryset(cast(Any, hits))
        return self.get_paginated_response(HitSerializer(page, many=True).data)
