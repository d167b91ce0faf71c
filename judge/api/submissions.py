"""Submissions and Runs in the API: send code in, follow it, read verdicts. The pages' rules hold."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from judge import limits, listing, repeats, runs, selectors, services
from judge.api.common import PARSERS, NewestFirst, user_of
from judge.api.comparing import ComparisonSerializer, compared
from judge.api.problems_json import Refused
from judge.models import Submission, Verdict
from judge.refusals import explain
from judge.states import State, Verdicts
from questions.models import ProblemVersion

KEY_HEADER = "Idempotency-Key"


class VerdictSerializer(serializers.ModelSerializer[Verdict]):
    """A verdict with everything that was measured."""

    verdict = serializers.ChoiceField(choices=Verdicts.choices, source="code")

    class Meta:
        model = Verdict
        fields: ClassVar[Any] = (
            *("verdict", "attempt", "score", "score_low", "score_high", "summary", "groups", "metrics"),
            *("audits", "resources", "timing", "seeds", "output", "image_digest", "created_at"),
        )


class VerdictLineSerializer(VerdictSerializer):
    """The same without what was measured and printed."""

    class Meta(VerdictSerializer.Meta):
        fields: ClassVar[Any] = (
            *("verdict", "attempt", "score", "score_low", "score_high", "summary", "created_at"),
        )


class SubmissionLineSerializer(serializers.ModelSerializer[Submission]):
    """A line of a list: without the code and without what was measured."""

    problem = serializers.SlugField(source="problem_version.problem.slug")
    version = serializers.CharField(source="problem_version.version", read_only=True)
    queue_place = serializers.SerializerMethodField()
    verdict: VerdictSerializer = VerdictLineSerializer(
        source="latest_verdict", read_only=True, allow_null=True
    )

    class Meta:
        model = Submission
        fields: ClassVar[Any] = (
            *("id", "problem", "version", "state", "queue_place", "created_at", "finished_at", "verdict"),
        )
        read_only_fields = ("id", "state", "created_at", "finished_at")

    def get_queue_place(self, row: Submission) -> int | None:
        """1 for the next in line."""
        return selectors.queue_place(row)


class SubmissionSerializer(SubmissionLineSerializer):
    """A submission, and its verdict once there is one."""

    verdict = VerdictSerializer(source="latest_verdict", read_only=True, allow_null=True)

    class Meta(SubmissionLineSerializer.Meta):
        fields: ClassVar[Any] = (*SubmissionLineSerializer.Meta.fields, "source")
        extra_kwargs: ClassVar[Any] = {"source": {"trim_whitespace": False}}


class RunSerializer(SubmissionSerializer):
    """The same for a Run, with what was typed for it."""

    class Meta(SubmissionSerializer.Meta):
        fields = (*SubmissionSerializer.Meta.fields, "typed")
        extra_kwargs: ClassVar = {name: {"trim_whitespace": False} for name in ("source", "typed")}


class PointsSerializer(serializers.Serializer[Any]):
    """``steps`` in order and ``series`` of a name and as many values, null where a step has none."""

    steps = serializers.ListField(child=serializers.IntegerField())
    series = serializers.ListField(child=serializers.ListField())
    reported = serializers.IntegerField(help_text="counts the points that were thinned out, too")


class EventsSerializer(serializers.Serializer[Any]):
    """How far a submission is. ``points`` are those after the step that ``after`` named; ``after`` is what to
    name next, null where there are none: another attempt begins a curve anew; nothing more comes once
    ``done``."""

    state = serializers.ChoiceField(choices=State.choices)
    queue_place = serializers.IntegerField(allow_null=True)
    points = PointsSerializer()
    after = serializers.IntegerField(allow_null=True)
    done = serializers.BooleanField()
    verdict = VerdictSerializer(allow_null=True)


class _Watched(mixins.RetrieveModelMixin, viewsets.GenericViewSet[Submission]):
    """What submissions and Runs have in common: they are created, read and followed."""

    parser_classes = PARSERS
    pagination_class = NewestFirst
    queryset = Submission.objects.none()
    lookup_value_regex = r"\d{1,18}"

    def _version(self, slug: str) -> ProblemVersion:
        version = selectors.current_versions().filter(problem__slug=slug).first()
        if version is None:
            raise serializers.ValidationError(
                {"problem": [_("There is no problem “%(slug)s”.") % {"slug": slug}]}
            )
        return version

    @extend_schema(
        responses=EventsSerializer,
        parameters=[OpenApiParameter("after", int, description="the last step that you have")],
    )
    @action(detail=True)
    def events(self, request: Request, pk: str | None = None) -> Response:
        """How far it is, and the points of its curve that you do not have yet. Ask again every second."""
        after = request.query_params.get("after", "")
        if after and not (after.removeprefix("-").isdecimal() and len(after) <= limits.NUMBER_DIGITS):
            raise serializers.ValidationError({"after": [_("This must be a whole number.")]})
        row = self.get_object()
        curve = selectors.curve_of(row)
        # A step that the curve has not reached was one of an attempt before.
        seen = int(after) if curve and curve.steps and after and int(after) <= curve.steps[-1] else None
        points = curve.after(seen) if curve and seen is not None else curve
        told = {
            "state": row.state,
            "queue_place": selectors.queue_place(row),
            "points": points.columns() | {"reported": points.reported} if points else NO_POINTS,
            "after": curve.steps[-1] if curve and curve.steps else None,
            "done": row.state == State.DONE,
            "verdict": row.latest_verdict if row.state == State.DONE else None,
        }
        return Response(EventsSerializer(told).data)


NO_POINTS: dict[str, Any] = {"steps": [], "series": [], "reported": 0}


@extend_schema_view(
    list=extend_schema(
        parameters=[
            OpenApiParameter("problem", str),
            OpenApiParameter("state", str, enum=State.values),
            OpenApiParameter("verdict", str, enum=Verdicts.values),
        ]
    )
)
class SubmissionViewSet(mixins.ListModelMixin, _Watched):
    """Submissions that the user may see: one's own; interviewers see all."""

    serializer_class = SubmissionSerializer

    def get_serializer_class(self) -> type[SubmissionLineSerializer]:
        """A list has lines; a submission by itself has everything."""
        return SubmissionLineSerializer if self.action == "list" else SubmissionSerializer

    def get_queryset(self) -> QuerySet[Submission]:
        """Narrowed by problem, state and verdict in a list."""
        rows = selectors.submissions_for(user_of(self.request))
        if self.action != "list":
            return rows
        asked = {name: self.request.query_params.get(name, "") for name in ("problem", "state", "verdict")}
        found = listing.find_submissions(selectors.in_lines(rows), listing.Filters(**asked))
        return selectors.with_queue_places(found)

    @extend_schema(
        responses={201: SubmissionSerializer, 200: SubmissionSerializer},
        parameters=[
            OpenApiParameter(
                KEY_HEADER,
                str,
                OpenApiParameter.HEADER,
                description="The same key with the same body gives the same submission, made once.",
            )
        ],
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Send in code for a problem's current version."""
        form = SubmissionSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        version = self._version(form.validated_data["problem_version"]["problem"]["slug"])
        user, source = user_of(request), form.validated_data["source"]
        try:
            sent = repeats.submit_once(user, version, source, request.headers.get(KEY_HEADER, ""))
        except services.SubmitError as error:
            raise Refused(explain(error), error.code) from error
        except repeats.Unusable as error:
            raise Refused(str(error), "idempotency_key", 422) from error
        answer = SubmissionSerializer(sent.row).data
        return Response(answer, status=status.HTTP_201_CREATED if sent.made else status.HTTP_200_OK)

    @extend_schema(responses=PointsSerializer)
    @action(detail=True)
    def curve(self, request: Request, pk: str | None = None) -> Response:
        """The points that the submission reported."""
        points = selectors.curve_of(self.get_object())
        return Response(points.columns() | {"reported": points.reported} if points else NO_POINTS)

    @extend_schema(responses=VerdictSerializer(many=True))
    @action(detail=True, pagination_class=None)
    def verdicts(self, request: Request, pk: str | None = None) -> Response:
        """The verdicts of all attempts, the one that counts first."""
        return Response(VerdictSerializer(self.get_object().verdicts.all(), many=True).data)

    @extend_schema(
        responses=ComparisonSerializer, parameters=[OpenApiParameter("other", int, OpenApiParameter.PATH)]
    )
    @action(detail=True, url_path=r"compare/(?P<other>\d{1,18})")
    def compare(self, request: Request, pk: str | None = None, other: str = "") -> Response:
        """What changed from the earlier of two submissions to the later one."""
        pair = {row.pk: row for row in (self.get_object(), get_object_or_404(self.get_queryset(), pk=other))}
        if len(pair) < 2:
            raise Refused(_("Compare it with another submission."), "same_submission")
        old, new = (pair[number] for number in sorted(pair))
        return Response(ComparisonSerializer(compared(old, new)).data)

    @extend_schema(request=None, responses=SubmissionSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str | None = None) -> Response:
        """Stop judging a submission."""
        row = self.get_object()
        if not request.user.has_perm("judge.cancel_submission", row):
            self.permission_denied(request)
        services.cancel(row)
        row.refresh_from_db()
        return Response(SubmissionSerializer(row).data)


class RunViewSet(_Watched):
    """Runs on public samples and on input of your own. They count for nothing."""

    serializer_class = RunSerializer

    def get_queryset(self) -> QuerySet[Submission]:
        """One's own."""
        return runs.runs_of(user_of(self.request))

    @extend_schema(responses={201: RunSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Run code; a Run that you still have going is stopped."""
        form = RunSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        version = self._version(form.validated_data["problem_version"]["problem"]["slug"])
        given = form.validated_data["source"], form.validated_data.get("typed", "")
        try:
            row = runs.start_run(user_of(request), version, *given)
        except services.SubmitError as error:
            raise Refused(explain(error), error.code) from error
        return Response(RunSerializer(row).data, status=status.HTTP_201_CREATED)
