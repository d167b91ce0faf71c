"""Problems and questions in the API: what the pages show to anybody."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from drf_spectacular.utils import (
    OpenApiParameter,
    extend_schema,
    extend_schema_field,
    extend_schema_view,
)
from rest_framework import mixins, serializers, viewsets
from rest_framework.permissions import AllowAny

from judge import selectors
from judge.api.common import InOrder
from questions import selectors as bank
from questions.models import Difficulty, ProblemVersion, Question
from questions.problem_loader import runner_problem
from runners.registry import load_runner

LANGUAGES = ("zh", "en")


def both(row: object, field: str) -> dict[str, str]:
    """A field in both languages."""
    return {language: getattr(row, f"{field}_{language}") for language in LANGUAGES}


class InBothLanguages(serializers.Serializer[Any]):
    """A text: ``zh`` and ``en``."""

    zh = serializers.CharField()
    en = serializers.CharField()


class BothLanguages(InBothLanguages):
    """The two fields ``*_zh`` and ``*_en`` of a row as one."""

    def __init__(self, field: str, **options: Any) -> None:
        super().__init__(source="*", read_only=True, **options)
        self._field = field

    def to_representation(self, instance: Any) -> dict[str, str]:
        """See ``Serializer``."""
        return both(instance, self._field)


class ProblemSerializer(serializers.ModelSerializer[ProblemVersion]):
    """A line of the list: the version that candidates see."""

    slug = serializers.CharField(source="problem.slug")
    title = BothLanguages("title")

    class Meta:
        model = ProblemVersion
        fields: ClassVar[Any] = (
            "slug",
            "version",
            "kind",
            "lane",
            "difficulty",
            "tags",
            "title",
            "published",
        )


class ScoreRowSerializer(serializers.Serializer[Any]):
    """A line of the scoring table."""

    title = InBothLanguages()
    rule = InBothLanguages()
    points = serializers.FloatField()


class SampleSerializer(serializers.Serializer[Any]):
    """One public sample: what is given, what must come out, where the kind says so; ``typed`` is what a Run
    takes to try it, "" where nothing is."""

    title = InBothLanguages()
    given = serializers.CharField()
    expected = serializers.CharField(allow_null=True)
    typed = serializers.CharField(allow_blank=True)


class JudgingSerializer(serializers.Serializer[Any]):
    """Whether what is sent in now is judged at once. If not, ``reason`` says why, and who can help."""

    open = serializers.BooleanField()
    reason = serializers.CharField()


class ProblemDetailSerializer(ProblemSerializer):
    """All that the problem's page says, but for hints and the explanation. ``paused_reason`` is null where
    submissions are taken."""

    statement = BothLanguages("statement")
    limits = serializers.JSONField(source="config.limits")
    pass_mark = serializers.FloatField(source="config.pass_mark")
    scoring = serializers.SerializerMethodField()
    max_source_bytes = serializers.SerializerMethodField()
    questions = serializers.SerializerMethodField()
    samples = serializers.SerializerMethodField()
    judging = serializers.SerializerMethodField()
    paused_reason = serializers.SerializerMethodField()

    class Meta(ProblemSerializer.Meta):
        fields = (
            *ProblemSerializer.Meta.fields,
            *("statement", "starter", "limits", "pass_mark", "scoring", "max_source_bytes", "questions"),
            *("samples", "judging", "paused_reason"),
        )

    @extend_schema_field(ScoreRowSerializer(many=True))
    def get_scoring(self, row: ProblemVersion) -> list[dict[str, Any]]:
        """What earns points."""
        rows = load_runner(row.kind).scoring_rows(runner_problem(row))
        return cast(list[dict[str, Any]], ScoreRowSerializer(rows, many=True).data)

    def get_max_source_bytes(self, row: ProblemVersion) -> int:
        """The most that a program may have."""
        return load_runner(row.kind).max_source_bytes

    def get_questions(self, row: ProblemVersion) -> list[str]:
        """Slugs of the questions that go with it."""
        return list(bank.questions_of_problem(row.problem.slug).values_list("slug", flat=True))

    @extend_schema_field(SampleSerializer(many=True))
    def get_samples(self, row: ProblemVersion) -> list[dict[str, Any]]:
        """What Run tries the code on."""
        blank = {"given": "", "expected": None, "typed": ""}
        cases = [blank | case for group in selectors.public_samples(row) for case in group["cases"]]
        return cast(list[dict[str, Any]], SampleSerializer(cases, many=True).data)

    @extend_schema_field(JudgingSerializer)
    def get_judging(self, row: ProblemVersion) -> dict[str, Any]:
        """See above."""
        return cast(dict[str, Any], JudgingSerializer(selectors.judging(row.lane)).data)

    @extend_schema_field(InBothLanguages(allow_null=True))
    def get_paused_reason(self, row: ProblemVersion) -> dict[str, str] | None:
        """See above."""
        return both(row, "paused_reason") if row.paused else None


class QuestionSerializer(serializers.ModelSerializer[Question]):
    """A line of the bank."""

    topic = serializers.CharField(source="topic.slug")
    title = BothLanguages("title")

    class Meta:
        model = Question
        fields: ClassVar[Any] = ("slug", "topic", "difficulty", "tags", "linked_problem", "title")


class QuestionDetailSerializer(QuestionSerializer):
    """The whole question, in Markdown."""

    question = BothLanguages("question")
    answer = BothLanguages("answer")
    explanation = BothLanguages("explanation")
    errata = BothLanguages("errata")

    class Meta(QuestionSerializer.Meta):
        fields = (*QuestionSerializer.Meta.fields, "question", "answer", "explanation", "errata", "sources")


class _OpenViewSet(mixins.RetrieveModelMixin, mixins.ListModelMixin, viewsets.GenericViewSet[Any]):
    """Anybody may read; a list's rows are short, a thing's own are whole."""

    permission_classes = (AllowAny,)
    pagination_class = InOrder


@extend_schema_view(
    list=extend_schema(
        parameters=[
            OpenApiParameter("kind", str, description="such as ngram_lm"),
            OpenApiParameter("difficulty", str, enum=Difficulty.values),
        ]
    )
)
class ProblemViewSet(_OpenViewSet):
    """The problems, each in the version that candidates see."""

    queryset = ProblemVersion.objects.none()
    lookup_field = "problem__slug"
    lookup_url_kwarg = "slug"

    def get_serializer_class(self) -> type[ProblemSerializer]:
        """Short in lists."""
        return ProblemSerializer if self.action == "list" else ProblemDetailSerializer

    def get_queryset(self) -> QuerySet[ProblemVersion]:
        """Narrowed by kind and difficulty in a list."""
        rows = selectors.current_versions()
        asked = {name: self.request.query_params.get(name) for name in ("kind", "difficulty")}
        return rows.filter(**{name: value for name, value in asked.items() if value})


@extend_schema_view(
    list=extend_schema(
        parameters=[
            OpenApiParameter("q", str, description="words that must occur"),
            OpenApiParameter("topic", str),
            OpenApiParameter("difficulty", str, enum=Difficulty.values),
        ]
    )
)
class QuestionViewSet(_OpenViewSet):
    """The Q&A bank."""

    queryset = Question.objects.none()
    lookup_field = "slug"

    def get_serializer_class(self) -> type[QuestionSerializer]:
        """Short in lists."""
        return QuestionSerializer if self.action == "list" else QuestionDetailSerializer

    def get_queryset(self) -> QuerySet[Question]:
        """Narrowed by words, topic and difficulty in a list."""
        if self.action != "list":
            return bank.shown_questions()
        asked = self.request.query_params
        return bank.find_questions(
            bank.Filters(asked.get("q", ""), asked.get("topic", ""), asked.get("difficulty", ""))
        )
