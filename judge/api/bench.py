"""Beside a problem, in the API: its kit, your draft, hints and the explanation, the leaderboard."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from judge import board, drafts, hints, limits, selectors
from judge.api.common import PARSERS, ZIP, user_of
from judge.api.problems import InBothLanguages, both
from judge.api.problems_json import Refused
from judge.board_views import chosen_version
from judge.kit import KitRate, kit_of
from judge.models import Draft
from judge.stepwise import StepwiseFile
from questions.models import ProblemVersion


class DraftSerializer(serializers.ModelSerializer[Draft]):
    """Your code as it was saved last. To save, name the ``revision`` that yours came from, 0 for none."""

    revision = serializers.IntegerField(min_value=0)
    saved_at = serializers.DateTimeField(read_only=True, allow_null=True)

    class Meta:
        model = Draft
        fields: ClassVar[Any] = ("source", "revision", "saved_at")
        extra_kwargs: ClassVar = {"source": {"trim_whitespace": False, "required": True}}

    def validate_source(self, source: str) -> str:
        """Refuse what is larger than any program may be."""
        if len(source.encode("utf-8", "replace")) > limits.DRAFT_BYTES:
            raise serializers.ValidationError(_("A draft may have %(n)d bytes.") % {"n": limits.DRAFT_BYTES})
        return source


class HelpSerializer(serializers.Serializer[Any]):
    """What you were told so far: hints, and the explanation once you solved the problem or gave up."""

    hints = InBothLanguages(many=True)
    hints_total = serializers.IntegerField()
    solved = serializers.BooleanField()
    gave_up_at = serializers.DateTimeField(allow_null=True)
    explanation = InBothLanguages(allow_null=True)


class SeenSerializer(serializers.Serializer[Any]):
    """How many hints you have: the one after them is opened."""

    seen = serializers.IntegerField(min_value=0, max_value=1_000)


class PlaceSerializer(serializers.Serializer[Any]):
    """A line of a leaderboard: a person, or something to measure people by."""

    kind = serializers.ChoiceField(choices=("person", "reference", "solution", "floor"))
    rank = serializers.IntegerField(allow_null=True)
    name = serializers.CharField()
    low = serializers.FloatField(help_text="a person's points; the low end of a solution's band")
    high = serializers.FloatField()
    own = serializers.BooleanField()


class BoardSerializer(serializers.Serializer[Any]):
    """One page of the board of one version. ``own`` is your place, told to nobody else."""

    version = serializers.CharField()
    pages = serializers.IntegerField()
    people = serializers.IntegerField()
    rows = PlaceSerializer(many=True)
    own = PlaceSerializer(allow_null=True)


class BenchViewSet(viewsets.GenericViewSet[ProblemVersion]):
    """One problem, and what goes with it for you."""

    queryset = ProblemVersion.objects.none()
    parser_classes = PARSERS
    lookup_field = "problem__slug"
    lookup_url_kwarg = "slug"

    def _version(self) -> ProblemVersion:
        return get_object_or_404(selectors.current_versions(), problem__slug=self.kwargs["slug"])

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    @action(detail=True, permission_classes=(AllowAny,), throttle_classes=(KitRate,), renderer_classes=ZIP)
    def kit(self, request: Request, slug: str) -> StepwiseFile:
        """The zip to work with in your own editor."""
        found = kit_of(self._version())
        return StepwiseFile(found.path.open("rb"), as_attachment=True, filename=found.name)

    @extend_schema(responses=DraftSerializer)
    @action(detail=True)
    def draft(self, request: Request, slug: str) -> Response:
        """Your draft, an empty one of revision 0 where there is none."""
        found = drafts.draft_of(user_of(request), self._version().problem)
        return Response(DraftSerializer(found or Draft()).data)

    @extend_schema(request=DraftSerializer, responses=DraftSerializer)
    @draft.mapping.put
    def save_draft(self, request: Request, slug: str) -> Response:
        """Save your draft; 409 when another window saved since you read it."""
        problem, form = self._version().problem, DraftSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        saved = drafts.save_draft(user_of(request), problem, given["source"], given["revision"])
        if saved.conflict:
            words = _(
                "The draft was saved elsewhere in the meantime. Read it again; nothing was overwritten."
            )
            raise Refused(words, "draft_changed", 409)
        return Response(DraftSerializer(saved.draft).data)

    @extend_schema(responses=HelpSerializer)
    @action(detail=True)
    def help(self, request: Request, slug: str) -> Response:
        """Hints that you opened, and the explanation when it is open to you."""
        return self._help(user_of(request), self._version())

    @extend_schema(request=SeenSerializer, responses=HelpSerializer)
    @action(detail=True, methods=["post"])
    def hint(self, request: Request, slug: str) -> Response:
        """Open the hint after those that you have. It is noted beside your submissions."""
        version, form = self._version(), SeenSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        hints.next_hint(user_of(request), version.problem, form.validated_data["seen"], len(version.hints_en))
        return self._help(user_of(request), version)

    @extend_schema(request=None, responses=HelpSerializer)
    @action(detail=True, methods=["post"], url_path="give-up")
    def give_up(self, request: Request, slug: str) -> Response:
        """Open the explanation unsolved. It is noted beside your submissions."""
        version = self._version()
        hints.give_up(user_of(request), version.problem)
        return self._help(user_of(request), version)

    def _help(self, user: User, version: ProblemVersion) -> Response:
        given, solved = hints.help_for(user, version.problem), selectors.has_solved(user, version)
        pairs = [*zip_longest(version.hints_zh, version.hints_en, fillvalue="")]
        opened = solved or given.gave_up_at is not None
        told = {
            "hints": [{"zh": zh, "en": en} for zh, en in pairs[: given.hints]],
            "hints_total": len(pairs),
            "solved": solved,
            "gave_up_at": given.gave_up_at,
            "explanation": both(version, "explanation") if opened else None,
        }
        return Response(HelpSerializer(told).data)

    @extend_schema(
        responses=BoardSerializer,
        parameters=[
            OpenApiParameter("version", str, description="the current one unless given"),
            OpenApiParameter("page", int),
        ],
    )
    @action(detail=True, permission_classes=(AllowAny,))
    def leaderboard(self, request: Request, slug: str) -> Response:
        """Everybody's best on one version, as far as they want to be named."""
        version = chosen_version(self._version(), request.query_params.get("version", ""))
        user = request.user if isinstance(request.user, User) else None
        found = board.board_of(version, user, request.query_params.get("page"))
        shown = {
            "version": version.version,
            "pages": found.page.paginator.num_pages,
            "people": found.page.paginator.count,
            "rows": [_place(row) for row in found.rows],
            "own": _own_place(found.own) if found.own else None,
        }
        return Response(BoardSerializer(shown).data)


def _place(row: board.Entry | board.Line) -> dict[str, Any]:
    if isinstance(row, board.Line):
        own = {"kind": row.kind, "rank": None, "name": row.name, "own": False}
        return own | {"low": row.low, "high": row.high}
    name, points = row.best.author.board_name, row.best.points
    return {"kind": "person", "rank": row.rank, "name": name, "low": points, "high": points, "own": row.own}


def _own_place(own: board.Own) -> dict[str, Any]:
    points = own.best.points
    return {"kind": "person", "rank": own.rank, "name": "", "low": points, "high": points, "own": True}
