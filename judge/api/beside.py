"""What a learner keeps beside questions, in the API: bookmarks, notes, reports of mistakes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from judge.api.common import PARSERS, NewestFirst, user_of
from judge.api.problems import QuestionSerializer
from judge.api.problems_json import Refused
from questions.models import Question
from questions.selectors import shown_questions
from study import collecting, limits, selectors
from study.models import Bookmark, MistakeReport, Note


class BookmarkSerializer(serializers.ModelSerializer[Bookmark]):
    """A question that you put aside."""

    question = QuestionSerializer()

    class Meta:
        model = Bookmark
        fields: ClassVar[Any] = ("question", "created_at")


class NoteSerializer(serializers.ModelSerializer[Note]):
    """Your Markdown about a question. To save, name the ``version`` that your text came from, 0 for none."""

    question = serializers.CharField(source="question.slug", read_only=True)
    text = serializers.CharField(allow_blank=True, trim_whitespace=False, max_length=limits.NOTE_CHARACTERS)
    version = serializers.IntegerField(min_value=0)
    updated_at = serializers.DateTimeField(read_only=True, allow_null=True)

    class Meta:
        model = Note
        fields: ClassVar[Any] = ("question", "text", "version", "updated_at")


class ReportSerializer(serializers.ModelSerializer[MistakeReport]):
    """What is wrong with a question."""

    question = serializers.CharField(source="question.slug", read_only=True)
    text = serializers.CharField(max_length=limits.REPORT_CHARACTERS)

    class Meta:
        model = MistakeReport
        fields: ClassVar[Any] = ("id", "question", "text", "created_at")
        read_only_fields = ("id", "created_at")


class BookmarkViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Bookmark]):
    """Your bookmarks, the newest first."""

    queryset = Bookmark.objects.none()
    serializer_class = BookmarkSerializer
    pagination_class = NewestFirst

    def get_queryset(self) -> QuerySet[Bookmark]:
        """Of questions that are still there."""
        return selectors.bookmarks_of(user_of(self.request))


class NoteViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Note]):
    """Your notes, the newest first."""

    queryset = Note.objects.none()
    serializer_class = NoteSerializer
    pagination_class = NewestFirst

    def get_queryset(self) -> QuerySet[Note]:
        """Of retired questions, too: no note is lost."""
        return selectors.notes_of(user_of(self.request))


class BesideQuestionViewSet(viewsets.GenericViewSet[Question]):
    """The note, the bookmark and the reports of one question."""

    queryset = Question.objects.none()
    parser_classes = PARSERS
    lookup_field = "slug"

    @extend_schema(responses=NoteSerializer)
    @action(detail=True)
    def note(self, request: Request, slug: str) -> Response:
        """Your note, an empty one of version 0 where there is none."""
        question = get_object_or_404(Question, slug=slug)  # of a retired one too, since notes stay
        return Response(NoteSerializer(selectors.note_of(user_of(request), question)).data)

    @extend_schema(request=NoteSerializer, responses=NoteSerializer)
    @note.mapping.put
    def save_note(self, request: Request, slug: str) -> Response:
        """Save your note; 409 when it was saved elsewhere since you read it."""
        question, form = get_object_or_404(Question, slug=slug), NoteSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        try:
            kept = collecting.save_note(user_of(request), question, given["text"], given["version"])
        except collecting.NoteChangedError as error:
            words = _("The note was saved elsewhere in the meantime. Read it again; nothing was overwritten.")
            raise Refused(words, "note_changed", 409) from error
        return Response(NoteSerializer(kept).data)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["put"])
    def bookmark(self, request: Request, slug: str) -> Response:
        """Put the question aside."""
        return self._set_bookmark(request, slug, on=True)

    @extend_schema(request=None, responses={204: None})
    @bookmark.mapping.delete
    def drop_bookmark(self, request: Request, slug: str) -> Response:
        """Take the bookmark away."""
        return self._set_bookmark(request, slug, on=False)

    def _set_bookmark(self, request: Request, slug: str, *, on: bool) -> Response:
        question = get_object_or_404(shown_questions(), slug=slug)
        collecting.set_bookmark(user_of(request), question, on)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=ReportSerializer, responses={201: ReportSerializer})
    @action(detail=True, methods=["post"])
    def reports(self, request: Request, slug: str) -> Response:
        """Tell the authors what is wrong."""
        question = get_object_or_404(shown_questions(), slug=slug)
        form = ReportSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        text, language = form.validated_data["text"], get_language() or ""
        try:
            row = collecting.report_mistake(user_of(request), question, text, language)
        except collecting.TooManyReportsError as error:
            words = _("You sent many reports today; please send the rest tomorrow.")
            raise Refused(words, "too_many_reports", 429) from error
        return Response(ReportSerializer(row).data, status=status.HTTP_201_CREATED)
