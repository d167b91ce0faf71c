"""Two submissions beside each other in the API. ``judge.comparison`` and ``questions.diff`` compare."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from judge.api.problems import InBothLanguages
from judge.compare_views import verdict_changes
from judge.models import Submission
from questions.diff import Line, diff_sources


class MeasuredSerializer(serializers.Serializer[Any]):
    """A number with its 95 % confidence interval, as far as it is known."""

    value = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class ChangeSerializer(serializers.Serializer[Any]):
    """One measured quantity before and after. ``overlap``: whether the intervals have a value in common."""

    old = MeasuredSerializer()
    new = MeasuredSerializer()
    by = serializers.FloatField(allow_null=True)
    improved = serializers.BooleanField(allow_null=True)
    overlap = serializers.BooleanField(allow_null=True)


class MetricChangeSerializer(ChangeSerializer):
    """The same of a metric, which has a title."""

    title = InBothLanguages()


class GroupChangeSerializer(serializers.Serializer[Any]):
    """A group of tests: the cases that pass now and did not, and those that did and do not."""

    title = InBothLanguages()
    mended = InBothLanguages(many=True)
    broken = InBothLanguages(many=True)


class AuditChangeSerializer(serializers.Serializer[Any]):
    """An audit that came out otherwise; null where it was not made."""

    title = InBothLanguages()
    old = serializers.BooleanField(allow_null=True)
    new = serializers.BooleanField(allow_null=True)


class ResourceChangeSerializer(serializers.Serializer[Any]):
    """How much of a resource each used."""

    key = serializers.CharField()
    old = serializers.FloatField(allow_null=True)
    new = serializers.FloatField(allow_null=True)
    ratio = serializers.FloatField(allow_null=True)


class LinesSerializer(serializers.Serializer[Any]):
    """Lines that were replaced: numbers of lines in each source, from 1."""

    old = serializers.ListField(child=serializers.IntegerField())
    new = serializers.ListField(child=serializers.IntegerField())


class ComparisonSerializer(serializers.Serializer[Any]):
    """What changed. All but the code is null or empty until both have a verdict."""

    old = serializers.IntegerField(help_text="the earlier submission")
    new = serializers.IntegerField()
    score = ChangeSerializer(allow_null=True)
    metrics = MetricChangeSerializer(many=True)
    groups = GroupChangeSerializer(many=True)
    audits = AuditChangeSerializer(many=True)
    resources = ResourceChangeSerializer(many=True)
    lines = LinesSerializer(many=True)


def compared(old: Submission, new: Submission) -> dict[str, Any]:
    """What ``ComparisonSerializer`` shows."""
    empty: dict[str, Any] = {"score": None, "metrics": [], "groups": [], "audits": [], "resources": []}
    chunks = [chunk for chunk in diff_sources(old.source, new.source).chunks if chunk.changed]
    lines = [
        {"old": _numbers(row.old for row in chunk.rows), "new": _numbers(row.new for row in chunk.rows)}
        for chunk in chunks
    ]
    return empty | verdict_changes(old, new) | {"old": old.pk, "new": new.pk, "lines": lines}


def _numbers(lines: Iterable[Line | None]) -> list[int]:
    return [line.number for line in lines if line]
