"""The JSON API of submissions: send one in, read its verdict. Who sees what is as on the pages."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ParseError
from rest_framework.pagination import CursorPagination
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from accounts.models import User
from judge import selectors, services
from judge.models import Submission, Verdict
from judge.refusals import explain


class NewestFirst(CursorPagination):
    """Pages by id, newest first."""

    ordering = "-id"
    page_size = 50


class ShallowJSON(JSONParser):
    """JSON that is nested deeper than Python can read is the sender's fault, not ours."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        """See ``JSONParser``."""
        try:
            return super().parse(*args, **kwargs)
        except RecursionError as error:
            raise ParseError("The JSON is nested too deeply.") from error


class VerdictSerializer(serializers.ModelSerializer[Verdict]):
    """A verdict with everything that was measured."""

    verdict = serializers.CharField(source="code")

    class Meta:
        model = Verdict
        fields = (
            "verdict",
            "attempt",
            "score",
            "score_low",
            "score_high",
            "summary",
            "groups",
            "metrics",
            "audits",
            "resources",
            "timing",
            "seeds",
            "output",
            "image_digest",
            "created_at",
        )


class SubmissionSerializer(serializers.ModelSerializer[Submission]):
    """A submission, and its verdict once there is one."""

    problem = serializers.SlugField(source="problem_version.problem.slug")
    version = serializers.CharField(source="problem_version.version", read_only=True)
    queue_place = serializers.SerializerMethodField()
    verdict = VerdictSerializer(source="latest_verdict", read_only=True)

    class Meta:
        model = Submission
        fields = (
            "id",
            "problem",
            "version",
            "source",
            "state",
            "queue_place",
            "created_at",
            "finished_at",
            "verdict",
        )
        read_only_fields = ("id", "state", "created_at", "finished_at")
        extra_kwargs: ClassVar = {"source": {"trim_whitespace": False}}

    def get_queue_place(self, row: Submission) -> int | None:
        """1 for the next in line."""
        return selectors.queue_place(row)


class SubmissionViewSet(
    mixins.RetrieveModelMixin, mixins.ListModelMixin, viewsets.GenericViewSet[Submission]
):
    """Submissions that the user may see."""

    serializer_class = SubmissionSerializer
    pagination_class = NewestFirst
    parser_classes = (ShallowJSON, FormParser, MultiPartParser)

    def get_queryset(self) -> QuerySet[Submission]:
        """The user's own; interviewers see all."""
        return selectors.submissions_for(cast(User, self.request.user))

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Send in code for a problem's current version."""
        form = SubmissionSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        slug = form.validated_data["problem_version"]["problem"]["slug"]
        version = selectors.current_versions().filter(problem__slug=slug).first()
        if version is None:
            raise serializers.ValidationError({"problem": [f"There is no problem {slug!r}."]})
        try:
            row = services.submit(cast(User, request.user), version, form.validated_data["source"])
        except services.SubmitError as error:
            raise serializers.ValidationError({"detail": explain(error), "code": error.code}) from error
        return Response(SubmissionSerializer(row).data, status=status.HTTP_201_CREATED)

    @action(detail=True)
    def curve(self, request: Request, pk: str | None = None) -> Response:
        """The points that the submission reported: ``steps`` in order and ``series`` of a name and as many
        values, null where a step has none; ``reported`` counts those that were thinned out too."""
        points = selectors.curve_of(self.get_object())
        if points is None:
            return Response({"steps": [], "series": [], "reported": 0})
        return Response(points.columns() | {"reported": points.reported})

    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str | None = None) -> Response:
        """Stop judging a submission."""
        row = self.get_object()
        if not request.user.has_perm("judge.cancel_submission", row):
            self.permission_denied(request)
        services.cancel(row)
        row.refresh_from_db()
        return Response(SubmissionSerializer(row).data)


router = DefaultRouter()
router.register("submissions", SubmissionViewSet, basename="submission")
urls = router.urls
