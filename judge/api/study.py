"""Study in the API: what is due, a question revealed, rated, taken back. Notes and the like: ``beside``."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from judge.api.common import BYTES, PARSERS, ByDue, NewestFirst, user_of
from judge.api.problems import ProblemSerializer, QuestionDetailSerializer, QuestionSerializer
from judge.api.problems_json import Refused
from judge.home import suggestions_for
from questions.models import Question
from questions.selectors import shown_questions
from study import limits, progress, schedule, selectors, services
from study.forms import LearnerForm
from study.models import Card, CardState, Learner, Rating, Review
from study.selectors import Scope
from study.views.common import learner_of
from study.views.overview import anki_file

SCOPE = [
    OpenApiParameter("topic", str),
    OpenApiParameter("bookmarked", bool, description="only what you put aside"),
]


def _learner(request: Request) -> Learner:
    return learner_of(cast(HttpRequest, request))


def _scope(request: Request) -> Scope:
    asked = request.query_params
    truths = {name: asked.get(name, "").lower() in {"1", "true"} for name in ("bookmarked", "ahead")}
    return Scope(asked.get("topic", ""), **truths)


def _question(slug: str) -> Question:
    return get_object_or_404(shown_questions(), slug=slug)


class TopicLineSerializer(serializers.Serializer[Any]):
    """How many questions of a topic are due, new, and how well the others are known."""

    topic = serializers.CharField(source="topic.slug")
    due = serializers.IntegerField()
    later = serializers.IntegerField(help_text="due later today")
    new = serializers.IntegerField()
    learning = serializers.IntegerField()
    young = serializers.IntegerField(help_text="known")
    mature = serializers.IntegerField(help_text="known well")


class TodaySerializer(serializers.Serializer[Any]):
    """Where you stand today."""

    due = serializers.IntegerField()
    later = serializers.IntegerField()
    new = serializers.IntegerField(help_text="what the day's limit and the bank leave of new questions")
    done = serializers.IntegerField()
    goal = serializers.IntegerField()
    topics = TopicLineSerializer(many=True)


class CardSerializer(serializers.ModelSerializer[Card]):
    """A question in your memory."""

    question = QuestionSerializer()
    state = serializers.ChoiceField(choices=[(one.name.lower(), one.label) for one in CardState])

    class Meta:
        model = Card
        fields: ClassVar[Any] = ("question", "state", "due", "last_review", "stability", "difficulty")

    def to_representation(self, instance: Card) -> dict[str, Any]:
        """The state by its name."""
        shown: dict[str, Any] = super().to_representation(instance)
        return shown | {"state": CardState(instance.state).name.lower()}


class ChoiceSerializer(serializers.Serializer[Any]):
    """One of the four ratings, and after how many seconds it would bring the card back."""

    rating = serializers.ChoiceField(choices=Rating.choices)
    seconds = serializers.SerializerMethodField()

    def get_seconds(self, choice: schedule.Choice) -> float:
        """See above."""
        return choice.interval.total_seconds()


class AttemptSerializer(serializers.Serializer[Any]):
    """What you say to be shown the answer, and when the question was put to you."""

    attempt = serializers.CharField(
        required=False, allow_blank=True, trim_whitespace=False, max_length=limits.ATTEMPT_CHARACTERS
    )
    shown_at = serializers.DateTimeField(required=False)


class RevealedSerializer(serializers.Serializer[Any]):
    """The whole question, and what each rating would do."""

    question = QuestionDetailSerializer()
    choices = ChoiceSerializer(many=True)


class RatingSerializer(serializers.Serializer[Any]):
    """1 again, 2 hard, 3 good, 4 easy."""

    rating = serializers.ChoiceField(choices=Rating.choices)


class ReviewSerializer(serializers.ModelSerializer[Review]):
    """One rating, as it was given."""

    question = serializers.CharField(source="card.question.slug")

    class Meta:
        model = Review
        fields: ClassVar[Any] = (
            *("id", "question", "rating", "reviewed_at", "elapsed_days", "duration_ms", "attempt"),
        )


class SuggestionSerializer(serializers.Serializer[Any]):
    """A problem to try, and the question that you studied and that it goes with, null without one."""

    problem = ProblemSerializer(source="version")
    question = QuestionSerializer(allow_null=True)


class LearnerSerializer(serializers.ModelSerializer[Learner]):
    """How you study. ``retention`` is the recall to aim for, in per cent; ``fitted_on`` says to how many of
    your reviews the schedule is fitted, 0 for the default one."""

    retention = serializers.SerializerMethodField()

    class Meta:
        model = Learner
        fields: ClassVar[Any] = (
            *("daily_goal", "new_per_day", "retention", "time_zone", "fitted_on", "fitted_at"),
        )

    def get_retention(self, learner: Learner) -> int:
        """See above."""
        return round(learner.desired_retention * 100)


class LearnerChangeSerializer(serializers.Serializer[Any]):
    """What to change; the rest stays as it is."""

    daily_goal = serializers.IntegerField(required=False)
    new_per_day = serializers.IntegerField(required=False)
    retention = serializers.IntegerField(required=False)
    time_zone = serializers.CharField(required=False)


class FittedSerializer(serializers.Serializer[Any]):
    """Whether another schedule predicts your reviews better than the one before, and is used from now on."""

    changed = serializers.BooleanField()


class DaySerializer(serializers.Serializer[Any]):
    """One day where you live, and how many reviews belong to it."""

    date = serializers.DateField()
    count = serializers.IntegerField()


class ActivitySerializer(serializers.Serializer[Any]):
    """Your reviews of each day that has any, how many days on end there were some, and what is coming."""

    streak = serializers.IntegerField()
    days = DaySerializer(many=True)
    forecast = DaySerializer(many=True)


class StudyViewSet(viewsets.GenericViewSet[Any]):
    """What to do today, what comes next, and one step back; how you study, and how it went."""

    queryset = Card.objects.none()
    parser_classes = PARSERS
    pagination_class = None

    @extend_schema(responses=LearnerSerializer)
    @action(detail=False, url_path="settings")
    def learner(self, request: Request) -> Response:
        """How you study."""
        return Response(LearnerSerializer(_learner(request)).data)

    @extend_schema(request=LearnerChangeSerializer, responses=LearnerSerializer)
    @learner.mapping.patch
    def change_learner(self, request: Request) -> Response:
        """Study otherwise, by the rules of the settings' page."""
        learner, asked = _learner(request), LearnerChangeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        now = LearnerSerializer(learner).data
        form = LearnerForm(
            {name: now[name] for name in LearnerForm.base_fields} | asked.validated_data, instance=learner
        )
        if not form.is_valid():
            raise serializers.ValidationError({name: [*words] for name, words in form.errors.items()})
        return Response(LearnerSerializer(form.save()).data)

    @extend_schema(request=None, responses=FittedSerializer)
    @action(detail=False, methods=["post"])
    def fit(self, request: Request) -> Response:
        """Fit the schedule to your reviews now; it takes seconds, and happens by itself now and then."""
        found = services.fit(services.saved(_learner(request)))
        return Response(FittedSerializer({"changed": found is not None}).data)

    @extend_schema(responses=ActivitySerializer)
    @action(detail=False)
    def activity(self, request: Request) -> Response:
        """What you did, and the next two weeks."""
        learner, now = _learner(request), timezone.now()
        activity = progress.activity_of(learner, now)
        days = [progress.Day(date, count) for date, count in sorted(activity.days.items())]
        shown = {"streak": activity.streak, "days": days, "forecast": progress.forecast_of(learner, now)}
        return Response(ActivitySerializer(shown).data)

    @extend_schema(
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
        parameters=[
            OpenApiParameter("language", str, enum=["zh", "en"], description="the caller's unless given")
        ],
    )
    @action(detail=False, renderer_classes=BYTES)
    def anki(self, request: Request) -> HttpResponse:
        """The bank as a package for Anki."""
        return anki_file(request.query_params.get("language", ""))

    @extend_schema(responses=TodaySerializer)
    @action(detail=False)
    def today(self, request: Request) -> Response:
        """What is due, and what was done."""
        learner, now = _learner(request), timezone.now()
        lines = selectors.topic_lines(learner, now)
        today = selectors.today_of(learner, lines, now)
        counts = {name: getattr(today, name) for name in ("due", "later", "new", "done", "goal")}
        return Response(TodaySerializer(counts | {"topics": lines}).data)

    @extend_schema(
        responses={200: QuestionSerializer, 204: None},
        parameters=[*SCOPE, OpenApiParameter("ahead", bool, description="with what is due later today")],
    )
    @action(detail=False)
    def next(self, request: Request) -> Response:
        """The question that a session asks next; 204 when there is none."""
        found = selectors.next_question(_learner(request), _scope(request), timezone.now())
        if found is None:
            return Response(status=status.HTTP_204_NO_CONTENT)
        return Response(QuestionSerializer(found).data)

    @extend_schema(responses=SuggestionSerializer(many=True))
    @action(detail=False)
    def problems(self, request: Request) -> Response:
        """What to try next: open problems that you have not solved, what goes with your questions first."""
        return Response(SuggestionSerializer(suggestions_for(user_of(request)), many=True).data)

    @extend_schema(request=None, responses=CardSerializer)
    @action(detail=False, methods=["post"])
    def undo(self, request: Request) -> Response:
        """Take your last review back: the card waits for its rating again."""
        card = services.undo(user_of(request))
        if card is None:
            raise Refused(_("There is no review to undo."), "nothing_to_undo", 409)
        return Response(CardSerializer(card).data)


@extend_schema_view(list=extend_schema(parameters=SCOPE))
class CardViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Card]):
    """The questions that you began, the next to come up first."""

    queryset = Card.objects.none()
    serializer_class = CardSerializer
    parser_classes = PARSERS
    pagination_class = ByDue
    lookup_field = "question__slug"
    lookup_url_kwarg = "slug"

    def get_queryset(self) -> QuerySet[Card]:
        """Narrowed to a topic or to what was put aside."""
        return selectors.cards_by_due(user_of(self.request), _scope(self.request))

    @extend_schema(request=AttemptSerializer, responses=RevealedSerializer)
    @action(detail=True, methods=["post"])
    def reveal(self, request: Request, slug: str) -> Response:
        """Keep your attempt and show the answer. A rating may follow within an hour."""
        question, form = _question(slug), AttemptSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        card = services.reveal(
            user_of(request),
            question,
            given.get("attempt", ""),
            given.get("shown_at"),
            now=(now := timezone.now()),
        )
        choices = schedule.choices(_learner(request), card, now)
        return Response(RevealedSerializer({"question": question, "choices": choices}).data)

    @extend_schema(request=RatingSerializer, responses={201: ReviewSerializer})
    @action(detail=True, methods=["post"])
    def rate(self, request: Request, slug: str) -> Response:
        """Book a rating of what was revealed."""
        question, form = _question(slug), RatingSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        try:
            row = services.rate(_learner(request), question, Rating(form.validated_data["rating"]))
        except services.NotRevealedError as error:
            words = _("Nothing waits for a rating: reveal the answer first.")
            raise Refused(words, "not_revealed", 409) from error
        return Response(ReviewSerializer(row).data, status=status.HTTP_201_CREATED)


class ReviewViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Review]):
    """Your reviews, the newest first."""

    queryset = Review.objects.none()
    serializer_class = ReviewSerializer
    pagination_class = NewestFirst

    def get_queryset(self) -> QuerySet[Review]:
        """But for those that were taken back."""
        return selectors.reviews_of(user_of(self.request))
