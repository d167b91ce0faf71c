"""What a monitor reads: where the time of judging goes, as Prometheus histograms, and what waits.

All of it is derived from rows. Verdicts never change, so each process adds up those that it has not seen yet
and keeps the sums; nothing is counted while a submission is judged.
"""

from __future__ import annotations

import hmac
import threading
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from judge import limits, selectors
from judge.models import Submission, Verdict
from judge.states import UNFINISHED

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0)  # seconds
STAGES = {
    "queued": "queued_ms",
    "process": "process_ms",
    "scoring": "scoring_ms",
    "overhead": "overhead_ms",
}
Key = tuple[str, str, str]  # stage, kind of problem, verdict


class Durations:
    """Histograms of the stages of all verdicts, brought up to date when they are read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen = 0
        self._counts: dict[Key, list[int]] = defaultdict(lambda: [0] * (len(BUCKETS) + 1))
        self._sums: dict[Key, float] = defaultdict(float)

    def read(self) -> Iterator[tuple[Key, list[int], float]]:
        """Each stage, kind and verdict with its count in each bucket and beyond, and the sum in seconds."""
        with self._lock:
            # The newest may still be overtaken by one with a smaller number that is not committed yet.
            old_enough = timezone.now() - timedelta(seconds=limits.METRICS_AFTER)
            rows = Verdict.objects.filter(pk__gt=self._seen, created_at__lt=old_enough).order_by("pk")
            # A dry run of a rejudge is counted with the verdict that is made of it.
            rows = rows.exclude(submission__purpose__in=[Submission.Purpose.RUN, Submission.Purpose.REJUDGE])
            values = rows.values_list("pk", "submission__problem_version__kind", "code", "timing")
            for pk, kind, code, timing in values.iterator():
                self._seen = pk
                self._add(kind, code, timing)
            return iter(
                [(key, list(counts), self._sums[key]) for key, counts in sorted(self._counts.items())]
            )

    def _add(self, kind: str, code: str, timing: dict[str, Any]) -> None:
        for stage, column in STAGES.items():
            if column in timing:  # a verdict without any measurement has none
                seconds = timing[column] / 1000
                self._counts[stage, kind, code][bisect_left(BUCKETS, seconds)] += 1
                self._sums[stage, kind, code] += seconds


class Judging(Collector):
    """Every metric of this installation."""

    def __init__(self, durations: Durations) -> None:
        self._durations = durations

    def collect(self) -> Iterator[Metric]:
        """Yield each metric as it is now."""
        yield self._stages()
        yield _queue()
        yield from _workers()

    def _stages(self) -> Metric:
        family = HistogramMetricFamily(
            "tuneroom_stage_seconds",
            "Seconds of a submission: in the queue, in its processes, in the judge's own, and all the rest",
            labels=["stage", "kind", "verdict"],
        )
        bounds = [*map(str, BUCKETS), "+Inf"]
        for key, counts, total in self._durations.read():
            so_far = [sum(counts[: place + 1]) for place in range(len(counts))]
            family.add_metric(list(key), list(zip(bounds, so_far, strict=True)), total)
        return family


def _queue() -> Metric:
    family = GaugeMetricFamily(
        "tuneroom_unfinished_submissions", "Submissions without a verdict", labels=["lane", "state"]
    )
    rows = Submission.objects.filter(state__in=UNFINISHED).values_list("lane", "state")
    for labels, count in sorted(Counter(rows).items()):
        family.add_metric(list(labels), count)
    return family


def _workers() -> Iterator[Metric]:
    able = GaugeMetricFamily("tuneroom_workers", "Workers that live", labels=["able"])
    idle = GaugeMetricFamily("tuneroom_waiting_containers", "Containers that wait", labels=["image"])
    memory = GaugeMetricFamily(
        "tuneroom_waiting_bytes", "Memory of the containers that wait", labels=["image"]
    )
    workers = list(selectors.live_workers())
    for name, count in sorted(Counter("no" if one.trouble else "yes" for one in workers).items()):
        able.add_metric([name], count)
    counts: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for one in (row for worker in workers for row in worker.waiting):
        counts[one["image"]] += one["count"]
        sizes[one["image"]] += one["count"] * one["bytes_each"]
    for image, count in sorted(counts.items()):
        idle.add_metric([image], count)
        memory.add_metric([image], sizes[image])
    yield from (able, idle, memory)


def new_registry() -> CollectorRegistry:
    """One that has counted nothing yet."""
    registry = CollectorRegistry()
    registry.register(Judging(Durations()))
    return registry


_registry = new_registry()


@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """The metrics, for who has the token of the installation, or is an admin; else there is no such page."""
    token = settings.ENV.metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    known = bool(token) and hmac.compare_digest(given.encode(), token.encode())
    if not known and not request.user.has_perm("judge.read_metrics"):
        raise Http404
    return HttpResponse(generate_latest(_registry), content_type=CONTENT_TYPE_LATEST)
